import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { isOwnDrag } from '../../mixdown/index.ts'
import { DuplicatesDialog } from '../duplicates/DuplicatesDialog.tsx'
import styles from './Import.module.css'
import { ImportReport } from './ImportReport.tsx'
import { importFiles } from './import-store.ts'
import { OlderStudioDialog } from './OlderStudioDialog.tsx'

const hasFiles = (event: DragEvent): boolean => !isOwnDrag() && (event.dataTransfer?.types.includes('Files') ?? false)

/** The whole window takes audio files. Nothing that is dropped ever navigates the page. */
export const ImportDrop = () => {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const leave = () => {
      depth = 0
      setOver(false)
    }
    const onEnter = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth += 1
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (!hasFiles(event)) return
      depth -= 1
      if (depth <= 0) leave()
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = hasFiles(event) ? 'copy' : 'none'
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      leave()
      if (hasFiles(event)) void importFiles([...(event.dataTransfer?.files ?? [])])
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [])
  return (
    <>
      {isOver && (
        <div className={styles.drop} aria-hidden>
          <div className={styles.target}>
            <Download />
            <p className={styles.headline}>Drop to import</p>
            <p>wav, flac, mp3, ogg, m4a, aiff</p>
          </div>
        </div>
      )}
      <ImportReport />
      <OlderStudioDialog />
      <DuplicatesDialog />
    </>
  )
}
