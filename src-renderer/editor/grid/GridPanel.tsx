import { ArrowLeft, ArrowRight, Ear, RotateCcw } from 'lucide-react'
import { isMeterUnheard } from '../../../src-shared/analysis/hearing.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import type { Key, Mode, TimeSignature } from '../../../src-shared/score/score.ts'
import { capsOf } from '../../actions/index.ts'
import { HeardFacts, listenAgain, useHearing } from '../../analysis/index.ts'
import { Button, IconButton, Kbd, Select, TextField } from '../../elements/index.ts'
import { editorActions } from '../editor-actions.ts'
import styles from '../panel/panel.module.css'
import { useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import own from './GridPanel.module.css'
import { barAtPlayhead, countHalf, countTwice, moveBars, resetGrid, setKey, setMeter, setTempo, tap } from './grid-edits.ts'

const METERS = ['2/4', '3/4', '4/4', '5/4', '6/8', '7/8', '12/8'] as const
const TONICS = ['C', 'C#', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'Gb', 'G', 'G#', 'Ab', 'A', 'Bb', 'B'] as const
const MODES: readonly Mode[] = ['major', 'minor', 'dorian', 'phrygian', 'lydian', 'mixolydian']
const NUDGE_SECONDS = 0.01

const meterOf = (words: string): TimeSignature => {
  const [beats = 4, unit = 4] = words.split('/').map(Number)
  return { beats, unit: unit === 8 ? 8 : unit === 2 ? 2 : 4 }
}

/** Tempo, bars and key: what the studio hears, how sure it is, and everything to correct it. */
export const GridPanel = ({ project }: { readonly project: ProjectView }) => {
  const known = useHearing(project.document.trackId, project.revision)
  const song = currentTakeOf(project)
  if (!song) return null
  const hasScore = known?.hasScore ?? song.scoreSha256 !== undefined
  return (
    <div className={styles.scroll}>
      <div className={own.panel}>
        {hasScore ? (
          <p className={own.note}>
            {`${Math.round(song.tempoMap?.[0]?.tempoBpm ?? 0)} bpm, ${song.timeSignature?.beats ?? 4}/${song.timeSignature?.unit ?? 4}${song.plan ? `, ${song.plan.key.tonic} ${song.plan.key.mode}` : ''}: `}
            written in this song’s score, so there is nothing to correct.
          </p>
        ) : (
          <Corrections
            song={song}
            keyNow={project.document.correction?.key ?? known?.hearing?.key?.key}
            isCorrected={project.document.correction !== undefined}
            isMeterUnheard={known?.hearing !== undefined && project.document.correction?.grid === undefined && isMeterUnheard(known.hearing)}
          />
        )}
        <section className={own.heard} aria-label="By ear">
          <h2 className={own.heading}>What the studio hears</h2>
          {known?.hearing ? (
            <HeardFacts hearing={known.hearing} />
          ) : (
            <p className={own.note}>{known?.failure?.message ?? 'This song was not listened to yet. It happens by itself when the studio is quiet.'}</p>
          )}
          <Button size="small" variant="quiet" icon={<Ear />} onClick={() => void listenAgain(project.document.trackId)}>
            {known?.hearing ? 'Listen again' : 'Listen now'}
          </Button>
        </section>
      </div>
    </div>
  )
}

type CorrectionsProps = { readonly song: Take; readonly keyNow: Key | undefined; readonly isCorrected: boolean; readonly isMeterUnheard: boolean }
const Corrections = ({ song, keyNow, isCorrected, isMeterUnheard: isUnheard }: CorrectionsProps) => {
  const taps = useSession((session) => session.taps)
  const tempoBpm = song.tempoMap?.[0]?.tempoBpm
  const shown = tempoBpm === undefined ? '' : String(Math.round(tempoBpm * 100) / 100)
  const meter = song.timeSignature ? `${song.timeSignature.beats}/${song.timeSignature.unit}` : '4/4'
  const meters: readonly string[] = METERS.some((known) => known === meter) ? METERS : [meter, ...METERS]
  const nudge = Math.round(NUDGE_SECONDS * song.sampleRateHz)
  return (
    <>
      <div className={own.row}>
        <TextField
          key={shown}
          label={song.tempoMap && song.tempoMap.length > 1 ? 'Tempo at the start, bpm' : 'Tempo, bpm'}
          inputMode="decimal"
          defaultValue={shown}
          placeholder="not known"
          onKeyDown={(event) => {
            if (event.key === 'Enter') void setTempo(Number(event.currentTarget.value.replace(',', '.')))
          }}
          onBlur={(event) => {
            if (event.currentTarget.value !== shown) void setTempo(Number(event.currentTarget.value.replace(',', '.')))
          }}
        />
        <Button size="small" aria-label="Half the tempo" disabled={tempoBpm === undefined} onClick={() => void countHalf()}>
          ½
        </Button>
        <Button size="small" aria-label="Double the tempo" disabled={tempoBpm === undefined} onClick={() => void countTwice()}>
          ×2
        </Button>
      </div>
      <div className={own.tapRow}>
        <Button onClick={tap}>Tap the tempo</Button>
        <span className={own.note} role="status">
          {taps ? (
            `${taps.count} ${taps.count === 1 ? 'tap' : 'taps'}${taps.tempoBpm === undefined ? '' : `: ${taps.tempoBpm} bpm`}`
          ) : (
            <>
              or press <Kbd caps={capsOf(editorActions, 'tap')} /> to the beat, four times or more
            </>
          )}
        </span>
      </div>
      <div className={own.row}>
        <Select label="Meter" value={meter} options={meters.map((value) => ({ value, label: value }))} onChange={(value) => void setMeter(meterOf(value))} />
        <Select
          label="Key"
          value={keyNow?.tonic ?? 'C'}
          options={TONICS.map((value) => ({ value, label: keyNow ? value : value }))}
          onChange={(tonic) => void setKey({ tonic, mode: keyNow?.mode ?? 'major' })}
        />
        <Select
          label="Mode"
          value={keyNow?.mode ?? 'major'}
          options={MODES.map((value) => ({ value, label: value }))}
          onChange={(mode) => void setKey({ tonic: keyNow?.tonic ?? 'C', mode })}
        />
      </div>
      {isUnheard && <p className={own.note}>The meter was not heard: 4/4 stands in for it. Choose another if you count otherwise.</p>}
      <div className={own.bars}>
        <span className={own.label}>Bar lines</span>
        <IconButton label="Bars 10 ms earlier" icon={<ArrowLeft />} size="small" disabled={!song.tempoMap} onClick={() => void moveBars(-nudge)} />
        <IconButton label="Bars 10 ms later" icon={<ArrowRight />} size="small" disabled={!song.tempoMap} onClick={() => void moveBars(nudge)} />
        <Button size="small" disabled={!song.tempoMap} onClick={() => void barAtPlayhead()}>
          A bar begins at the playhead
        </Button>
      </div>
      <p className={own.note}>Drag the flag in the waveform to move all bar lines, or a line’s handle in the ruler to move that one alone.</p>
      {isCorrected && (
        <Button size="small" variant="quiet" icon={<RotateCcw />} onClick={() => void resetGrid()}>
          Back to what the studio hears
        </Button>
      )}
    </>
  )
}
