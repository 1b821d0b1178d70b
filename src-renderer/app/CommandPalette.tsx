import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { AudioLines, CornerDownLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { keyCaps, type OfferedAction, offeredActions, useKeyMap, useLiveActions } from '../actions/index.ts'
import { answer } from '../announcer/index.ts'
import { studio } from '../bridge/studio-client.ts'
import { Kbd, keepTabInside } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { clockTime } from '../words/index.ts'
import styles from './CommandPalette.module.css'
import { closeOverlay, useShell } from './shell-store.ts'

const SONGS_SHOWN = 6

const useFoundSongs = (text: string, isOpen: boolean): readonly Track[] => {
  const [songs, setSongs] = useState<readonly Track[]>([])
  useEffect(() => {
    if (!isOpen) return
    let isCurrent = true
    const timer = setTimeout(() => {
      void studio.library.list({ text, limit: SONGS_SHOWN, sort: 'updatedAt' }).then((reply) => {
        if (isCurrent && reply.ok) setSongs(reply.value.tracks)
      })
    }, 80)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [text, isOpen])
  return songs
}

/** What cannot be done now can still be found: it says what it needs, and Enter says it aloud. */
const ActionItem = ({ action, onRun }: { readonly action: OfferedAction; readonly onRun: (what: () => void) => void }) => {
  const { id, title, keys, whyNot, run } = action
  return (
    <Command.Item
      value={id}
      className={styles.item}
      data-unavailable={whyNot !== undefined}
      onSelect={() => (whyNot === undefined ? onRun(run) : answer(`${whyNot}.`))}
    >
      <CornerDownLeft aria-hidden />
      <span className={styles.title}>{title}</span>
      {whyNot === undefined ? keys[0] && <Kbd caps={keyCaps(keys[0])} /> : <span className={styles.detail}>{whyNot}</span>}
    </Command.Item>
  )
}

const Panel = ({ isOpen }: { readonly isOpen: boolean }) => {
  const [text, setText] = useState('')
  const live = useLiveActions((state) => state.actions)
  const sets = useKeyMap((state) => state.sets)
  const actions = offeredActions(sets, live, text)
  const possible = actions.filter(({ whyNot }) => whyNot === undefined)
  const others = actions.filter(({ whyNot }) => whyNot !== undefined)
  const songs = useFoundSongs(text.trim(), isOpen)
  const groups = [...new Set(possible.map((action) => action.group))]
  const isNothing = songs.length === 0 && actions.length === 0
  const run = (what: () => void) => {
    closeOverlay()
    // after the dialog has given the focus back, so that the action may take it
    requestAnimationFrame(() => what())
  }
  return (
    <Command label="Search songs and actions" shouldFilter={false} loop>
      <Command.Input className={styles.input} value={text} onValueChange={setText} placeholder="Search songs and actions" autoFocus />
      {/* a list without entries is none for who hears it */}
      {isNothing && (
        <p className={styles.empty} role="status">
          Nothing is called that. Try fewer letters.
        </p>
      )}
      <Command.List className={styles.list} hidden={isNothing}>
        {songs.length > 0 && (
          <Command.Group heading="Songs">
            {songs.map((song) => (
              <Command.Item key={song.id} value={song.id} className={styles.item} onSelect={() => run(() => goTo({ place: 'editor', trackId: song.id }))}>
                <AudioLines aria-hidden />
                <span className={styles.title}>{song.title}</span>
                <span className={styles.detail}>{clockTime(song.seconds)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {groups.map((group) => (
          <Command.Group key={group} heading={group}>
            {possible
              .filter((action) => action.group === group)
              .map((action) => (
                <ActionItem key={action.id} action={action} onRun={run} />
              ))}
          </Command.Group>
        ))}
        {others.length > 0 && (
          <Command.Group heading="Not now">
            {others.map((action) => (
              <ActionItem key={action.id} action={action} onRun={run} />
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command>
  )
}

/** Ctrl/Cmd-K: every song by name and everything that can be done now. */
export const CommandPalette = () => {
  const isOpen = useShell((state) => state.open === 'palette')
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && closeOverlay()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} onKeyDown={keepTabInside} aria-label="Search songs and actions">
          <Panel isOpen={isOpen} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
