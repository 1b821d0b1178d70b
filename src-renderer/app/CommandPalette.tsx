import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { AudioLines, CornerDownLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { keyCaps, type LiveAction, useLiveActions } from '../actions/index.ts'
import { studio } from '../bridge/studio-client.ts'
import { Kbd } from '../elements/index.ts'
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

const matches = (action: LiveAction, text: string): boolean => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const words = `${action.title} ${action.group}`.toLowerCase()
  return wanted.every((word) => words.includes(word))
}

const Panel = ({ isOpen }: { readonly isOpen: boolean }) => {
  const [text, setText] = useState('')
  const actions = useLiveActions((state) => state.actions).filter((action) => !action.isKeyOnly && matches(action, text))
  const songs = useFoundSongs(text.trim(), isOpen)
  // what the place in front can do comes before what is always there
  const groups = [...new Set(actions.toSorted((a, b) => Number(a.scope === 'everywhere') - Number(b.scope === 'everywhere')).map((action) => action.group))]
  const run = (what: () => void) => {
    closeOverlay()
    // after the dialog has given the focus back, so that the action may take it
    requestAnimationFrame(() => what())
  }
  return (
    <Command label="Search songs and actions" shouldFilter={false} loop>
      <Command.Input className={styles.input} value={text} onValueChange={setText} placeholder="Search songs and actions" autoFocus />
      <Command.List className={styles.list}>
        <Command.Empty className={styles.empty}>Nothing is called that. Try fewer letters.</Command.Empty>
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
            {actions
              .filter((action) => action.group === group)
              .map((action) => (
                <Command.Item key={action.id} value={action.id} className={styles.item} onSelect={() => run(action.run)}>
                  <CornerDownLeft aria-hidden />
                  <span className={styles.title}>{action.title}</span>
                  {action.keys?.[0] && <Kbd caps={keyCaps(action.keys[0])} />}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
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
        <Dialog.Popup className={styles.popup} aria-label="Search songs and actions">
          <Panel isOpen={isOpen} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
