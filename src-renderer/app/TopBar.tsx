import { ArrowLeft, Keyboard, MessageCircle, Search } from 'lucide-react'
import { capsOf } from '../actions/index.ts'
import { useOpenTitle } from '../editor/index.ts'
import { IconButton, Kbd } from '../elements/index.ts'
import { goBack, type Route, useRoute } from '../navigation/index.ts'
import { shellActions } from './shell-actions.ts'
import { openKeySheet, openPalette, toggleAssistant, useShell } from './shell-store.ts'
import styles from './TopBar.module.css'

const titleOf = (route: Route, song: string | undefined): string => {
  switch (route.place) {
    case 'create':
      return 'Create'
    case 'library':
      return 'Library'
    case 'albums':
      return 'Albums'
    case 'editor':
      return song ?? 'Editor'
    case 'models':
      return 'Models'
    case 'settings':
      return 'Settings'
  }
}

const caps = (name: keyof typeof shellActions.actions) => capsOf(shellActions, name)

export const TopBar = () => {
  const route = useRoute((state) => state.route)
  const song = useOpenTitle()
  const isAssistantOpen = useShell((state) => state.side === 'assistant')
  const hasPast = useRoute((state) => state.past.length > 0)
  return (
    <header className={styles.top} data-part>
      <IconButton label="Back" keys={caps('back')} icon={<ArrowLeft />} tipSide="bottom" disabled={!hasPast} onClick={goBack} />
      <h1 className={styles.title} title={song}>
        {titleOf(route, song)}
      </h1>
      <button type="button" className={styles.search} onClick={openPalette}>
        <Search aria-hidden />
        <span className={styles.words}>Search songs and actions</span>
        <Kbd caps={caps('palette')} />
      </button>
      <IconButton label="Assistant" keys={caps('assistant')} icon={<MessageCircle />} tipSide="bottom" isPressed={isAssistantOpen} onClick={toggleAssistant} />
      <IconButton label="All keys" keys={caps('keys')} icon={<Keyboard />} tipSide="bottom" onClick={openKeySheet} />
    </header>
  )
}
