import { useState } from 'react'
import { studio } from '../bridge/studio-client.ts'
import { Button, Dialog, SettingRow } from '../elements/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { byteSize, counted, spokenLength } from '../words/index.ts'
import styles from './SettingsPage.module.css'
import { useAnswer } from './use-answer.ts'

const askAbout = () => studio.desktop.about({})
const askStats = () => studio.library.stats({})

const openFolder = async () => {
  const reply = await studio.desktop.openDataFolder({})
  if (!reply.ok) notifyFailure(reply.error)
}

export const Storage = () => {
  const { answer: about } = useAnswer(askAbout)
  const { answer: stats, error, again } = useAnswer(askStats)
  const [isAsking, setAsking] = useState(false)

  const emptyTrash = async () => {
    setAsking(false)
    const reply = await studio.library.emptyTrash({})
    if (!reply.ok) return notifyFailure(reply.error)
    notify(`Deleted ${counted(reply.value.removed, 'song')}, ${byteSize(reply.value.freedBytes)} freed`)
    again()
  }

  return (
    <>
      <SettingRow
        name="Data folder"
        hint={
          <span className={styles.path} data-selectable>
            {about?.dataFolder ?? '…'}
          </span>
        }
      >
        <Button onClick={() => void openFolder()}>Open folder</Button>
      </SettingRow>
      {error && <p className={styles.loading}>{error.message}</p>}
      {stats && (
        <>
          <div className={styles.figures}>
            {[
              ['Songs', stats.tracks.toLocaleString('en')],
              ['Music', spokenLength(stats.seconds)],
              ['Audio on disk', byteSize(stats.audioBytes)],
              ['Albums', stats.albums.toLocaleString('en')],
              ['Favourites', stats.favourites.toLocaleString('en')],
            ].map(([name, value]) => (
              <div key={name}>
                <p className={styles.figure}>{value}</p>
                <p className={styles.figureName}>{name}</p>
              </div>
            ))}
          </div>
          <SettingRow name="Trash" hint={stats.trashed === 0 ? 'The trash is empty.' : `${counted(stats.trashed, 'song')} in the trash.`}>
            <Button variant="danger" disabled={stats.trashed === 0} onClick={() => setAsking(true)}>
              Empty the trash
            </Button>
          </SettingRow>
          <Dialog
            isOpen={isAsking}
            onClose={() => setAsking(false)}
            title={`Delete ${counted(stats.trashed, 'song')} for good?`}
            description="Their audio is removed from disk. This cannot be undone."
            footer={
              <>
                <Button onClick={() => setAsking(false)}>Keep them</Button>
                <Button variant="danger" onClick={() => void emptyTrash()}>
                  Delete for good
                </Button>
              </>
            }
          />
        </>
      )}
    </>
  )
}
