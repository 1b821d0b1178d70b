import { confidenceWord, type Hearing } from '../../src-shared/analysis/hearing.ts'
import styles from './HeardFacts.module.css'

type Fact = { readonly name: string; readonly value: string; readonly confidence: number | undefined }

const bpm = (value: number): string => (Math.round(value * 10) / 10).toString()

const factsOf = ({ tempo, meter, key, parts, partsConfidence, mood, tuningCents }: Hearing): readonly Fact[] => [
  {
    name: 'Tempo',
    value: !tempo ? 'no beat found' : tempo.isSteady ? `${bpm(tempo.bpm)} bpm` : `${bpm(tempo.lowestBpm)}–${bpm(tempo.highestBpm)} bpm, changing`,
    confidence: tempo?.confidence,
  },
  ...(tempo && meter ? [{ name: 'Meter', value: `${meter.timeSignature.beats}/${meter.timeSignature.unit}`, confidence: meter.confidence }] : []),
  ...(tempo && meter ? [{ name: 'Bar lines', value: 'on the beats that change most', confidence: meter.downbeatConfidence }] : []),
  { name: 'Key', value: key ? `${key.key.tonic} ${key.key.mode}` : 'no tones found', confidence: key?.confidence },
  ...(tuningCents && Math.abs(tuningCents) >= 5 ? [{ name: 'Tuning', value: `${tuningCents > 0 ? '+' : ''}${tuningCents} cents`, confidence: undefined }] : []),
  ...(parts.length > 1 ? [{ name: 'Parts', value: parts.map(({ label }) => label).join(' '), confidence: partsConfidence }] : []),
  ...(mood ? [{ name: 'Sounds', value: mood.words.join(', ') || 'neither loud nor soft, bright nor dark', confidence: undefined }] : []),
]

/** What the studio hears by itself, each with how sure it is. */
export const HeardFacts = ({ hearing }: { readonly hearing: Hearing }) =>
  hearing.isSilent ? (
    <p className={styles.note}>This recording is silent.</p>
  ) : (
    <dl className={styles.facts} aria-label="What the studio hears">
      {factsOf(hearing).map(({ name, value, confidence }) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {confidence !== undefined && (
            <dd className={styles.sure} data-word={confidenceWord(confidence)} title={`${Math.round(confidence * 100)} % sure`}>
              {confidenceWord(confidence)}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
