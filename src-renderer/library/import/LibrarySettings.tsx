import { FolderPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { WatchedFolder } from '../../../src-shared/library/watched-folders.ts'
import { studio } from '../../bridge/studio-client.ts'
import { Button, SettingRow } from '../../elements/index.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted, timeAgo } from '../../words/index.ts'
import { openDuplicates, useDuplicates } from '../duplicates/duplicates-store.ts'
import styles from './LibrarySettings.module.css'
import { chooseOlderStudio } from './older-studio-store.ts'

const useWatchedFolders = (): readonly WatchedFolder[] | undefined => {
  const [folders, setFolders] = useState<readonly WatchedFolder[]>()
  useEffect(() => {
    let isCurrent = true
    const ask = async () => {
      const reply = await studio.watchedFolders.list({})
      if (isCurrent && reply.ok) setFolders(reply.value)
    }
    void ask()
    const stop = studio.watchedFolders.on('changed', () => void ask())
    return () => {
      isCurrent = false
      stop()
    }
  }, [])
  return folders
}

const watchFolder = async () => {
  const choice = await studio.desktop.chooseFolders({ purpose: 'watch' })
  if (!choice.ok) return notifyFailure(choice.error)
  if (!choice.value.offerId) return
  const reply = await studio.watchedFolders.addOffered({ offerId: choice.value.offerId })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`Watching ${counted(reply.value.paths.length, 'folder')}`)
}

const lookThrough = async (path: string) => {
  const reply = await studio.watchedFolders.scan({ path })
  if (!reply.ok) notifyFailure(reply.error)
}

const stopWatching = async (path: string) => {
  const reply = await studio.watchedFolders.remove({ path })
  if (!reply.ok) return notifyFailure(reply.error)
  notify('The folder is not watched any more. Its songs stay in the library.', {
    label: 'Undo',
    run: () => void studio.watchedFolders.restore({ path }).then((back) => back.ok || notifyFailure(back.error)),
  })
}

const stateOf = ({ state, imported, waiting, failed, gone, watching, scannedAt }: WatchedFolder): string => {
  if (state === 'missing') return `Not there now: its drive is away or it was moved. ${counted(imported, 'song')} from it stay in the library.`
  const parts = [
    `${counted(imported, 'song')} in the library`,
    waiting > 0 && `${waiting} waiting`,
    failed > 0 && `${failed} could not be read`,
    gone > 0 && `${counted(gone, 'file')} gone, songs kept`,
    watching === 'timed' && 'looked through every five minutes',
    scannedAt === undefined ? 'never looked through yet' : `looked through ${timeAgo(scannedAt, Date.now())}`,
  ]
  return parts.filter(Boolean).join(' · ')
}

const FolderRow = ({ folder }: { readonly folder: WatchedFolder }) => (
  <li className={styles.folder} data-state={folder.state}>
    <div className={styles.words}>
      <p className={styles.path} data-selectable>
        {folder.path}
      </p>
      <p className={styles.hint}>{stateOf(folder)}</p>
    </div>
    <div className={styles.buttons}>
      <Button size="small" aria-label={`Look through ${folder.path} now`} onClick={() => void lookThrough(folder.path)}>
        Look now
      </Button>
      <Button size="small" aria-label={`Stop watching ${folder.path}`} onClick={() => void stopWatching(folder.path)}>
        Stop
      </Button>
    </div>
  </li>
)

/** Settings > Library: how songs come in by themselves. */
export const LibrarySettings = () => {
  const folders = useWatchedFolders()
  const { groups, waiting } = useDuplicates()
  const duplicateWords =
    groups.length === 0 ? 'No two songs sound the same.' : `${counted(groups.length, 'recording')} in the library more than once, found by sound.`
  return (
    <>
      <SettingRow name="Watched folders" hint="Sound files in them come into the library by themselves, as copies: nothing in the folders is changed.">
        <Button icon={<FolderPlus />} onClick={() => void watchFolder()}>
          Watch a folder…
        </Button>
      </SettingRow>
      {folders && folders.length > 0 && (
        <ul className={styles.folders} aria-label="Watched folders">
          {folders.map((folder) => (
            <FolderRow key={folder.path} folder={folder} />
          ))}
        </ul>
      )}
      <SettingRow name="Duplicates" hint={waiting > 0 ? `${duplicateWords} ${counted(waiting, 'song')} still to compare.` : duplicateWords}>
        <Button onClick={openDuplicates}>Show duplicates…</Button>
      </SettingRow>
      <SettingRow
        name="Older MusicGen Studio"
        hint="Songs with their prompts, seeds and dates, from its metadata files. You see what is taken from which field first."
      >
        <Button onClick={() => void chooseOlderStudio()}>Choose its folder…</Button>
      </SettingRow>
    </>
  )
}
