import { Check, CircleAlert, Info } from 'lucide-react'
import { Button, Dialog } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import { fileWords } from './file-words.ts'
import styles from './Import.module.css'
import {
  closeImportReport,
  copyImportReport,
  type ImportedFile,
  makeReportedAlbums,
  showReportedDuplicates,
  tellingOf,
  useImportReport,
} from './import-store.ts'

/** Rows drawn: a folder of thousands may have thousands that say something; all of them can be copied. */
const MOST_ROWS = 300

const FileRow = ({ file }: { readonly file: ImportedFile }) => {
  const words = file.error ? fileWords(file.name, file.error.message) : file.note
  return (
    <li className={styles.file} data-state={file.error ? 'failed' : file.note ? 'noted' : 'imported'}>
      {file.error ? (
        <CircleAlert role="img" aria-label="Not imported" />
      ) : file.note ? (
        <Info role="img" aria-label="Imported, with a note" />
      ) : (
        <Check role="img" aria-label="Imported" />
      )}
      <div className={styles.fileWords}>
        <p className={styles.fileName} title={file.name}>
          {file.name}
          {file.below !== undefined && <span className={styles.below}> in {file.below}</span>}
        </p>
        {words && (
          <p className={styles.fileNote} title={words} data-selectable>
            {words}
          </p>
        )}
      </div>
    </li>
  )
}

/** What became of each file of an import that did not go smoothly. */
export const ImportReport = () => {
  const files = useImportReport((state) => state.files)
  const albums = useImportReport((state) => state.albums)
  const hasDuplicates = useImportReport((state) => state.hasDuplicates)
  const { failed, noted, imported, known } = tellingOf(files)
  const rows = files.length <= MOST_ROWS ? [...failed, ...noted, ...known, ...imported] : [...failed, ...noted]
  const more = rows.length - MOST_ROWS
  const fresh = noted.length + imported.length
  const became = [
    fresh > 0 || known.length === 0 ? `${counted(fresh, 'song')} imported` : '',
    known.length > 0 ? `${counted(known.length, 'file')} in the library already` : '',
  ]
    .filter(Boolean)
    .join(', ')
  return (
    <Dialog
      isOpen={files.length > 0}
      onClose={closeImportReport}
      width="wide"
      title={failed.length > 0 ? `${counted(failed.length, 'file')} could not be imported` : fresh > 0 ? `Imported ${counted(fresh, 'song')}` : 'Nothing new'}
      description={failed.length > 0 ? `${became}. Your library is otherwise unchanged.` : known.length > 0 ? `${became}.` : undefined}
      footer={
        <>
          {rows.length > 1 && <Button onClick={() => void copyImportReport()}>Copy the list</Button>}
          {hasDuplicates && <Button onClick={showReportedDuplicates}>Show duplicates…</Button>}
          {albums > 0 && <Button onClick={makeReportedAlbums}>{albums === 1 ? 'Make its album…' : `Make ${counted(albums, 'album')}…`}</Button>}
          <Button onClick={closeImportReport}>Done</Button>
        </>
      }
    >
      <ul className={styles.files}>
        {rows.slice(0, MOST_ROWS).map((file, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files of one name lie in many folders, and the list never changes
          <FileRow key={i} file={file} />
        ))}
      </ul>
      {more > 0 && <p className={styles.more}>{`and ${counted(more, 'file')} more. “Copy the list” has them all.`}</p>}
    </Dialog>
  )
}
