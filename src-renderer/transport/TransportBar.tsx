import { CircleAlert, Pause, Play, Repeat, SkipBack, SkipForward, Volume1, Volume2, VolumeX } from 'lucide-react'
import { useState } from 'react'
import { capsOf, useActions } from '../actions/index.ts'
import { BesidePanel, IconButton, Segmented, Slider } from '../elements/index.ts'
import { isFreshPress } from './media-press.ts'
import { LevelMeter } from './meters/LevelMeter.tsx'
import { MetersPanel } from './meters/MetersPanel.tsx'
import { PositionReadout } from './PositionReadout.tsx'
import { Scrubber } from './Scrubber.tsx'
import { shuttle, shuttleStop } from './shuttle.ts'
import styles from './TransportBar.module.css'
import { transport } from './transport.ts'
import { transportActions } from './transport-actions.ts'
import { isSameSong, useTransport } from './transport-state.ts'

const NUDGE_SECONDS = 5
const VOLUME_STEP = 0.05

const caps = (name: keyof typeof transportActions.actions) => capsOf(transportActions, name)

const toggleLoop = () => {
  const { loop, layout } = useTransport.getState()
  transport.setLoop(loop || !layout ? undefined : { startFrame: 0, endFrame: layout.lengthFrames })
}

const toggleCompare = () => {
  const { compare, source } = useTransport.getState()
  if (!compare || !source) return
  const other = source.audioSha256 === compare.a.audioSha256 ? compare.b : compare.a
  void transport.switchSource(other.audioSha256, other.gainDb ?? 0, { title: other.title, ...(other.takeId ? { takeId: other.takeId } : {}) })
}

const changeVolume = (step: number) => transport.setVolume(Math.min(1, Math.max(0, useTransport.getState().volume + step)))

export type TransportBarProps = {
  readonly onVolumeCommit: (volume: number) => void
  readonly onOpenSong: () => void
  readonly meterTargetLufs: number
  readonly onMeterTargetChange: (lufs: number) => void
}

/** One transport for the whole window. */
export const TransportBar = ({ onVolumeCommit, onOpenSong, meterTargetLufs, onMeterTargetChange }: TransportBarProps) => {
  const [areMetersOpen, setMetersOpen] = useState(false)
  const { status, source, error, loop, volume, isMuted, queue, compare, layout } = useTransport()
  const needsSong = () => (useTransport.getState().layout ? undefined : 'Load a song first')
  const reasons = { toggle: needsSong, start: needsSong, next: needsSong, previous: needsSong, loopOff: needsSong, meters: needsSong }
  useActions(
    transportActions,
    {
      toggle: () => void transport.toggle(),
      shuttleBack: () => shuttle(-1),
      shuttleStop: (event) => shuttleStop(event),
      shuttleOn: () => shuttle(1),
      mediaToggle: () => void (isFreshPress('toggle', 'key') && transport.toggle()),
      mediaStop: () => void (isFreshPress('stop', 'key') && transport.pause()),
      mediaNext: () => void (isFreshPress('next', 'key') && transport.playNext()),
      mediaPrevious: () => void (isFreshPress('previous', 'key') && transport.playPrevious()),
      back: () => transport.nudgeSeconds(-NUDGE_SECONDS),
      forward: () => transport.nudgeSeconds(NUDGE_SECONDS),
      start: () => transport.seekFrame(0),
      next: () => void transport.playNext(),
      previous: () => void transport.playPrevious(),
      loopOff: toggleLoop,
      meters: () => setMetersOpen((isOpen) => !isOpen),
      louder: () => changeVolume(VOLUME_STEP),
      quieter: () => changeVolume(-VOLUME_STEP),
      mute: () => transport.setMuted(!useTransport.getState().isMuted),
      ...(compare ? { compare: toggleCompare } : {}),
    },
    reasons,
  )
  const isThere = layout !== undefined
  const isPlaying = status === 'playing'
  const place = queue.findIndex((one) => isSameSong(one, source))
  const VolumeIcon = isMuted || volume === 0 ? VolumeX : volume < 0.5 ? Volume1 : Volume2

  return (
    <section className={styles.bar} aria-label="Transport" data-part data-status={status}>
      <div className={styles.buttons}>
        <IconButton label="Previous song" keys={caps('previous')} icon={<SkipBack />} disabled={!isThere} onClick={() => void transport.playPrevious()} />
        <IconButton
          label={isPlaying ? 'Pause' : 'Play'}
          keys={caps('toggle')}
          variant="solid"
          size="large"
          icon={isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" className={styles.playIcon} />}
          disabled={!isThere}
          onClick={() => void transport.toggle()}
        />
        <IconButton
          label="Next song"
          keys={caps('next')}
          icon={<SkipForward />}
          disabled={place < 0 || place >= queue.length - 1}
          onClick={() => void transport.playNext()}
        />
      </div>
      <div className={styles.song}>
        {source ? (
          <button type="button" className={styles.title} title={source.title} disabled={!source.trackId} onClick={onOpenSong}>
            {source.title}
          </button>
        ) : (
          <span className={styles.nothing}>Nothing is loaded</span>
        )}
        {error ? (
          <span className={styles.error} role="alert" title={error.message}>
            <CircleAlert aria-hidden /> {error.message}
          </span>
        ) : (
          <PositionReadout />
        )}
      </div>
      <Scrubber />
      <div className={styles.buttons}>
        {compare && (
          <Segmented
            label="Compare A and B"
            size="small"
            value={source?.audioSha256 === compare.a.audioSha256 ? 'a' : 'b'}
            options={[
              { value: 'a', label: 'A' },
              { value: 'b', label: 'B' },
            ]}
            onChange={toggleCompare}
          />
        )}
        <IconButton
          label={loop ? 'Stop looping' : 'Loop'}
          keys={caps('loopOff')}
          icon={<Repeat />}
          isPressed={loop !== undefined}
          disabled={!isThere}
          onClick={toggleLoop}
        />
      </div>
      <div className={styles.metersPlace}>
        <button
          type="button"
          className={styles.meters}
          title={`Meters (${caps('meters').join(' ')})`}
          aria-expanded={areMetersOpen}
          onClick={() => setMetersOpen((isOpen) => !isOpen)}
        >
          <LevelMeter />
        </button>
        {areMetersOpen && (
          <BesidePanel title="Meters" onClose={() => setMetersOpen(false)}>
            <MetersPanel targetLufs={meterTargetLufs} onTargetChange={onMeterTargetChange} />
          </BesidePanel>
        )}
      </div>
      <div className={styles.volume}>
        <IconButton label={isMuted ? 'Unmute' : 'Mute'} keys={caps('mute')} icon={<VolumeIcon />} onClick={() => transport.setMuted(!isMuted)} />
        <Slider
          label="Volume"
          isLabelHidden
          className={styles.volumeSlider}
          value={isMuted ? 0 : volume}
          valueText={`${Math.round(volume * 100)} %`}
          onChange={transport.setVolume}
          onCommit={onVolumeCommit}
        />
      </div>
    </section>
  )
}
