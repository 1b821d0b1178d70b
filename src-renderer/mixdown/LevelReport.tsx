import { Button, Dialog } from '../elements/index.ts'
import { counted } from '../words/index.ts'
import styles from './ExportDialog.module.css'
import { closeLevelReport, useLevelReport } from './level-report.ts'

/** Which files of an export are not as loud as asked, and why. */
export const LevelReport = () => {
  const { missed, fileCount } = useLevelReport()
  if (missed.length === 0) return null
  return (
    <Dialog
      isOpen
      onClose={closeLevelReport}
      width="wide"
      title={`${missed.length} of ${counted(fileCount, 'file')} are not as loud as asked`}
      description="They were written all the same, as near to it as they come."
      footer={
        <Button variant="primary" onClick={closeLevelReport}>
          Close
        </Button>
      }
    >
      <ul className={styles.missed} aria-label="Files that are not as loud as asked">
        {missed.map(({ fileName, why }) => (
          <li key={fileName} data-selectable>
            {why}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
