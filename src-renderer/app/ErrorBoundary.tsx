import { Component, type ReactNode } from 'react'
import { Button, EmptyState } from '../elements/index.ts'

type Props = { readonly children: ReactNode; readonly name: string }
type State = { readonly cause: unknown }

/** Catches a defect in one place of the window, so that the transport and the rest keep working. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { cause: undefined }

  static getDerivedStateFromError(cause: unknown): State {
    return { cause }
  }

  override render(): ReactNode {
    const { cause } = this.state
    if (cause === undefined) return this.props.children
    return (
      <EmptyState
        title={`${this.props.name} stopped because of a defect in the studio`}
        action={<Button onClick={() => this.setState({ cause: undefined })}>Open it again</Button>}
      >
        <span data-selectable>Your songs and your work so far are safe. Please report this: {cause instanceof Error ? cause.message : String(cause)}</span>
      </EmptyState>
    )
  }
}
