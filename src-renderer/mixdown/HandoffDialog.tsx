import { FileAudio, FileMusic, FolderOpen, Layers, Map as MapIcon } from 'lucide-react'
import { useState } from 'react'
import { type HandoffTarget, projectFilesFor } from '../../src-shared/mixdown/handoff.ts'
import { Button, Dialog, Segmented } from '../elements/index.ts'
import styles from './ExportDialog.module.css'
import { askNoMore, startHandoff, useAsked } from './export-store.ts'

const TARGETS = [
  { value: 'all', label: 'All of them' },
  { value: 'ableton', label: 'Ableton Live' },
  { value: 'reaper', label: 'REAPER' },
  { value: 'dawproject', label: 'DAWproject' },
  { value: 'fl', label: 'FL Studio' },
] as const

const PURPOSES: Readonly<Record<HandoffTarget, string>> = {
  all: 'A project for each of these, beside stems and MIDI that every other program reads.',
  ableton: 'A Live set. Beta: Live’s format is not published; the stems and MIDI work in any case.',
  reaper: 'A REAPER project with tracks, markers, regions and the tempo map.',
  dawproject: 'One open file for Bitwig Studio, Studio One, Cubase and others, with the sound inside.',
  fl: 'Stems, MIDI and a tempo file, which FL Studio imports one by one.',
}

const PROJECTS = { dawproject: 'DAWproject', rpp: 'REAPER project', als: 'Live set (beta)' } as const

/** What goes to another studio: one choice, one folder. */
export const HandoffDialog = () => {
  const asked = useAsked((state) => state.handOff)
  const [target, setTarget] = useState<HandoffTarget>('all')
  const [isAsking, setIsAsking] = useState(false)
  if (!asked) return null
  const go = async () => {
    setIsAsking(true)
    await startHandoff(asked.trackId, target)
    setIsAsking(false)
  }
  const projects = projectFilesFor(target).map((kind) => PROJECTS[kind])
  return (
    <Dialog
      isOpen
      onClose={askNoMore}
      width="wide"
      title={`Hand off “${asked.title}” to a DAW`}
      description="A new folder with everything another studio needs to go on with this song."
      footer={
        <>
          <Button onClick={askNoMore}>Cancel</Button>
          <Button variant="primary" icon={<FolderOpen />} disabled={isAsking} onClick={() => void go()}>
            Choose a folder…
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <section className={styles.section} aria-label="Program">
          <Segmented label="Program" value={target} options={TARGETS} onChange={setTarget} />
          <p className={styles.purpose}>{PURPOSES[target]}</p>
        </section>
        <ul className={styles.contents} aria-label="In the folder">
          <li>
            <Layers aria-hidden />
            <span>The mix and its stems, 24 bit, equally long, all from bar 1</span>
          </li>
          <li>
            <FileMusic aria-hidden />
            <span>MIDI and MusicXML, where the song has a score</span>
          </li>
          <li>
            <MapIcon aria-hidden />
            <span>Tempo map, meter, sections and your regions as markers</span>
          </li>
          <li>
            <FileAudio aria-hidden />
            <span>{[...projects, 'a read-me'].join(', ')}</span>
          </li>
        </ul>
      </div>
    </Dialog>
  )
}
