import { CSPProvider } from '@base-ui/react/csp-provider'
import { Button, EmptyState, TooltipProvider } from '../elements/index.ts'
import styles from './App.module.css'
import { useConnection } from './connection-store.ts'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Shell } from './Shell.tsx'
import { useAppearance } from './use-appearance.ts'

export const App = () => {
  const state = useConnection((connection) => connection.state)
  useAppearance()
  return (
    <CSPProvider disableStyleElements>
      <TooltipProvider>
        <ErrorBoundary name="The window">
          {state === 'connecting' ? (
            <div className={styles.waiting} role="status">
              Opening the studio
            </div>
          ) : state === 'lost' ? (
            <EmptyState title="The studio’s engine stopped answering" action={<Button onClick={() => window.location.reload()}>Connect again</Button>}>
              Your songs are safe on disk. Connect again; if that does not help, close the studio and start it anew.
            </EmptyState>
          ) : (
            <Shell />
          )}
        </ErrorBoundary>
      </TooltipProvider>
    </CSPProvider>
  )
}
