import { OLDER_FIELDS, type OlderField } from '../../../src-shared/library/older-studio.ts'
import { Button, Dialog, Select } from '../../elements/index.ts'
import { counted } from '../../words/index.ts'
import styles from './OlderStudio.module.css'
import { closeOlderStudio, importOlderSongs, mapField, useOlderStudio } from './older-studio-store.ts'

const OURS: Readonly<Record<OlderField, string>> = {
  title: 'Title',
  prompt: 'Prompt',
  file: 'Sound file',
  seed: 'Seed',
  engine: 'Model',
  createdAt: 'Date',
  style: 'Style',
  key: 'Key',
  artist: 'Artist',
  isFavourite: 'Favourite',
  rating: 'Stars',
  tags: 'Tags',
}
/** no field has this name */
const NONE = '\0'
const MOST_SHOWN = 60

/** Which of the older studio's fields becomes which of ours, before anything is imported. */
export const OlderStudioDialog = () => {
  const { preview } = useOlderStudio()
  const failed = preview ? preview.total - preview.ready : 0
  return (
    <Dialog
      isOpen={preview !== undefined}
      onClose={closeOlderStudio}
      width="wide"
      title={preview ? `Songs of the older studio in “${preview.folder}”` : ''}
      description={preview && `${preview.ready} of ${counted(preview.total, 'song')} can be imported. Those that are in the library already stay as they are.`}
      footer={
        <>
          <Button onClick={closeOlderStudio}>Cancel</Button>
          <Button variant="primary" disabled={!preview || preview.ready === 0} onClick={() => void importOlderSongs()}>
            Import {counted(preview?.ready ?? 0, 'song')}
          </Button>
        </>
      }
    >
      {preview && (
        <>
          <table className={styles.mapping} aria-label="Fields">
            <thead>
              <tr>
                <th scope="col">Here</th>
                <th scope="col">Taken from</th>
                <th scope="col">For example</th>
              </tr>
            </thead>
            <tbody>
              {OLDER_FIELDS.map((field) => {
                const theirs = preview.mapping[field] ?? NONE
                const found = preview.fields.find(({ name }) => name === theirs)
                return (
                  <tr key={field}>
                    <th scope="row">{OURS[field]}</th>
                    <td>
                      <Select
                        label={`${OURS[field]} is taken from`}
                        isLabelHidden
                        value={theirs}
                        options={[
                          { value: NONE, label: 'Not taken' },
                          ...preview.fields.map(({ name, count }) => ({ value: name, label: name, detail: counted(count, 'song') })),
                        ]}
                        onChange={(name) => void mapField(field, name === NONE ? null : name)}
                      />
                    </td>
                    <td className={styles.sample}>{found?.samples.join(' · ') ?? ''}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
          {failed > 0 && (
            <>
              <p className={styles.heading}>{counted(failed, 'description')} that cannot be used</p>
              <ul className={styles.errors} aria-label="Descriptions that cannot be used">
                {preview.rows
                  .filter(({ error }) => error)
                  .slice(0, MOST_SHOWN)
                  .map(({ json, error }) => (
                    <li key={json}>
                      <span className={styles.json}>{json}</span> {error}
                    </li>
                  ))}
              </ul>
            </>
          )}
        </>
      )}
    </Dialog>
  )
}
