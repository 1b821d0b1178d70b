import { Check, CircleAlert, Info } from 'lucide-react'
import { Button, Dialog } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import styles from './Import.module.css'
import { closeImportReport, useImportReport } from './import-store.ts'

/** What became of each file of an import that did not go smoothly. */
export const ImportReport = () => {
  const files = useImportReport((state) => state.files)
  const failed = files.filter((file) => file.error).length
  const imported = files.length - failed
  return (
    <Dialog
      isOpen={files.length > 0}
      onClose={closeImportReport}
      width="wide"
      title={failed === 0 ? `Imported ${counted(imported, 'song')}` : `${counted(failed, 'file')} could not be imported`}
      description={failed === 0 ? 'Something to know about them:' : `${counted(imported, 'song')} imported. Your library is otherwise unchanged.`}
      footer={<Button onClick={closeImportReport}>Done</Button>}
    >
      <ul className={styles.files}>
        {files.map((file) => (
          <li key={file.name} className={styles.file} data-state={file.error ? 'failed' : file.note ? 'noted' : 'imported'}>
            {file.error ? (
              <CircleAlert role="img" aria-label="Not imported" />
            ) : file.note ? (
              <Info role="img" aria-label="Imported, with a note" />
            ) : (
              <Check role="img" aria-label="Imported" />
            )}
            <div className={styles.fileWords}>
              <p className={styles.fileName}>{file.name}</p>
              {(file.error || file.note) && (
                <p className={styles.fileNote} data-selectable>
                  {file.error?.message ?? file.note}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
