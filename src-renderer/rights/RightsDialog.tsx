import { CircleCheck, CircleHelp, CircleX, FileJson } from 'lucide-react'
import type { Contribution, MayISell, Rights } from '../../src-shared/rights/contract.ts'
import { Button, classNames, Dialog } from '../elements/index.ts'
import { counted } from '../words/index.ts'
import styles from './RightsDialog.module.css'
import { closeRights, saveManifest, useRights } from './rights-store.ts'

const VERDICTS: Readonly<Record<MayISell, { readonly icon: React.ReactNode; readonly words: string }>> = {
  yes: { icon: <CircleCheck aria-hidden />, words: 'You may sell it' },
  no: { icon: <CircleX aria-hidden />, words: 'You may not sell it' },
  ask: { icon: <CircleHelp aria-hidden />, words: 'Ask before you sell it' },
}
const TERMS: Readonly<Record<MayISell, string>> = { yes: 'may be sold', no: 'not to be sold', ask: 'ask first' }
const ACTORS: Readonly<Record<Contribution['log'][number]['actor'], string>> = { person: 'you', agent: 'an agent', pipeline: 'the daily run' }

const time = (at: number): string => new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

const People = ({ contribution }: { readonly contribution: Contribution }) => {
  const { byPerson, byAgent, byPipeline, takesMade, takesChosen, promptCharacters, log } = contribution
  const others = [byAgent > 0 && `${byAgent} by agents`, byPipeline > 0 && `${byPipeline} by the daily run`].filter(Boolean).join(', ')
  return (
    <section className={styles.section} aria-label="What people did">
      <h3>What people did</h3>
      <p>
        {counted(byPerson, 'edit')} by hand{others && `, ${others}`}; {counted(takesChosen, 'take')} chosen of {takesMade};{' '}
        {promptCharacters === 0 ? 'no words written' : `${counted(promptCharacters, 'character')} of words written`}.
      </p>
      {log.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached by keyboard
        <ol className={styles.log} tabIndex={0} aria-label="Edits">
          {log.map(({ label, at, actor }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the log only grows, and its entries have no other name
            <li key={index}>
              <span>{label}</span>
              <span className={styles.quiet}>
                {ACTORS[actor]}, {time(at)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

const Body = ({ rights }: { readonly rights: Rights }) => {
  const { verdict, answer, sources, disclosure, contribution } = rights
  return (
    <div className={styles.body}>
      <p className={classNames(styles.verdict, styles[verdict])}>
        {VERDICTS[verdict].icon}
        <span>
          <strong>{VERDICTS[verdict].words}</strong>
          <span>{answer}</span>
        </span>
      </p>
      <section className={styles.section} aria-label="What is heard in it">
        <h3>What is heard in it</h3>
        <table className={styles.sources}>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Licence</th>
              <th scope="col">Selling</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ kind, id, name, licence, mayISell }) => (
              <tr key={`${kind} ${id}`}>
                <td>{name}</td>
                <td>{licence}</td>
                <td>{TERMS[mayISell]}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.quiet}>{disclosure}</p>
      </section>
      <People contribution={contribution} />
    </div>
  )
}

/** Whether a song may be sold, what that hangs on, and who did what. */
export const RightsDialog = () => {
  const { song, rights } = useRights()
  if (!song || !rights) return null
  return (
    <Dialog
      isOpen
      onClose={closeRights}
      width="wide"
      title={`Rights and origin of “${song.title}”`}
      footer={
        <>
          <Button icon={<FileJson />} onClick={() => void saveManifest(song.trackId)}>
            Save the manifest…
          </Button>
          <Button variant="primary" onClick={closeRights}>
            Done
          </Button>
        </>
      }
    >
      <Body rights={rights} />
    </Dialog>
  )
}
