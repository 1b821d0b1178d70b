import { ArrowRightToLine, Sparkles } from 'lucide-react'
import type { RefObject } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { capsOf, keyCaps } from '../../actions/index.ts'
import { Button, Kbd, Segmented, TextArea } from '../../elements/index.ts'
import { VoiceButton } from '../../voice/index.ts'
import { editorActions } from '../editor-actions.ts'
import type { Choice } from '../editor-store.ts'
import { draftExtension, dropExtension, extendSong, regenerateSelection } from '../new-material.ts'
import { writePrompt } from '../regions/region-prompts.ts'
import { setTakeCount, useSession } from '../session-store.ts'
import { TakeSection } from '../takes/TakeSection.tsx'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { barCountWords, lengthWords, spanWords } from '../time/time-words.ts'
import { shownExtension } from '../waveform/build-scene.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { ControlSliders } from './ControlSliders.tsx'
import styles from './panel.module.css'
import { Subject } from './Subject.tsx'
import { WayChooser } from './WayChooser.tsx'
import { wayInUse } from './ways.ts'

type Props = {
  readonly project: ProjectView
  readonly choice: Choice | undefined
  readonly promptField: RefObject<HTMLTextAreaElement | null>
}
const TAKE_COUNTS = [2, 3, 4].map((count) => ({ value: String(count), label: String(count) }))
/** what the engine accepts; the field says so before main does */
const LONGEST_PROMPT = 2_000

export const ChangePanel = ({ project, choice, promptField }: Props) => {
  const session = useSession()
  const song = currentTakeOf(project)
  if (!song) return null
  const grid = gridOfTake(song)
  // the song's own words: those of an accepted take were meant for a few bars
  const ownPrompt = project.takes.find((take) => take.kind === 'original')?.prompt ?? ''
  const span = session.selection && !isEmpty(session.selection) ? spanOf(session.selection) : undefined
  const future = shownExtension(session, song)
  const object = span && spanWords(grid, span, song.sampleRateHz).object
  const futureLength = future && (grid ? barCountWords(grid, future) : lengthWords((future.endFrame - future.startFrame) / song.sampleRateHz))
  const way = choice && wayInUse(choice, session.how)
  const isClosed = way?.isAvailable === false
  const isTooLong = session.prompt.length > LONGEST_PROMPT
  const make = () => void (future ? extendSong() : regenerateSelection())
  /** spoken words join what is there, to be edited before they are used */
  const say = (text: string) => {
    const before = useSession.getState().prompt.trim()
    writePrompt(before === '' ? text : `${before} ${text}`)
    promptField.current?.focus()
  }
  return (
    <>
      <div className={styles.scroll}>
        <Subject project={project} />
        <TakeSection project={project} />
        <div className={styles.form}>
          <TextArea
            ref={promptField}
            label={future ? 'How should it go on?' : 'What should change?'}
            placeholder={ownPrompt === '' ? 'Sparser drums, a piano answer…' : `Like the song: ${ownPrompt}`}
            rows={3}
            maxLength={20_000}
            value={session.prompt}
            hint={!future && way?.readsPrompt === false ? `${way.engineName} listens and does not read words; they are kept with the take.` : undefined}
            error={
              isTooLong
                ? `That is ${session.prompt.length.toLocaleString('en')} characters; ${LONGEST_PROMPT.toLocaleString('en')} are read at most.`
                : undefined
            }
            onChange={(event) => writePrompt(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) make()
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
          />
          <div className={styles.spoken}>
            <VoiceButton onText={say} />
          </div>
          {choice && !future && <WayChooser choice={choice} />}
          <ControlSliders way={future ? undefined : way} />
          <div className={styles.inline}>
            <span className={styles.inlineLabel} id="take-count">
              Takes
            </span>
            <Segmented
              label="Number of takes"
              size="small"
              value={String(session.takeCount)}
              options={TAKE_COUNTS}
              onChange={(value) => setTakeCount(Number(value))}
            />
          </div>
        </div>
      </div>
      <div className={styles.footer}>
        {future ? (
          <>
            <Button variant="primary" size="large" icon={<ArrowRightToLine />} className={styles.grow} onClick={() => void extendSong()}>
              Extend by {futureLength}
            </Button>
            <Button size="large" variant="quiet" className={styles.second} onClick={dropExtension}>
              Cancel
            </Button>
          </>
        ) : (
          <>
            <Button
              variant="primary"
              size="large"
              icon={<Sparkles />}
              className={styles.grow}
              disabled={!object || isTooLong || isClosed}
              onClick={(event) => {
                // after a click the keys belong to the takes: Enter accepts one and must not ask for more
                if (event.detail > 0) event.currentTarget.blur()
                void regenerateSelection()
              }}
            >
              {object ? `Regenerate ${object}` : 'Regenerate'}
            </Button>
            <Button size="large" className={styles.second} onClick={() => draftExtension('after')}>
              Extend
            </Button>
          </>
        )}
      </div>
      <p className={styles.footerKeys} aria-hidden>
        <Kbd caps={capsOf(editorActions, 'regenerate')} /> {future ? 'extend' : 'regenerate'} <Kbd caps={keyCaps(future ? 'Escape' : 'Shift+g')} />{' '}
        {future ? 'cancel' : 'extend'}
      </p>
    </>
  )
}
