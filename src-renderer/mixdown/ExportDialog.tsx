import { useState } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import {
  BIT_DEPTHS,
  type ExportChoices,
  ExportTags,
  isScoreFormat,
  isSoundFormat,
  LOUDNESS_TARGETS,
  optionsFault,
} from '../../src-shared/mixdown/export-options.ts'
import { distinctNames, fileNameOf, NAME_WORDS, unknownWords } from '../../src-shared/mixdown/file-names.ts'
import { levelForeseen } from '../../src-shared/mixdown/level-reached.ts'
import { Button, Dialog, Segmented, Select, TextField } from '../elements/index.ts'
import { useSettings } from '../settings/index.ts'
import { counted } from '../words/index.ts'
import styles from './ExportDialog.module.css'
import { askNoMore, optionsOf, startExport, useAsked } from './export-store.ts'
import { FORMATS, PURPOSES, RATES, summary, TARGETS } from './export-words.ts'

const SHOWN_NAMES = 3

type Edit = (change: Partial<ExportChoices>) => void

const Sound = ({ choices, edit }: { readonly choices: ExportChoices; readonly edit: Edit }) => {
  const { format, bits, sampleRateHz, mp3, loudness } = choices
  const depths = BIT_DEPTHS[format]
  const depth = depths.includes(bits) ? bits : 24
  return (
    <div className={styles.sound}>
      {depths.length > 0 && (
        <Select
          label="Bit depth"
          value={String(depth)}
          options={depths.map((one) => ({ value: String(one), label: one === 32 ? '32 bit float' : `${one} bit`, detail: one === 16 ? 'dithered' : '' }))}
          onChange={(value) => edit({ bits: depths.find((one) => String(one) === value) ?? 24 })}
        />
      )}
      {format === 'mp3' && (
        <Select
          label="Quality"
          value={mp3}
          options={[
            { value: 'v0', label: 'V0', detail: 'best variable' },
            { value: '320', label: '320 kbit/s', detail: 'constant' },
          ]}
          onChange={(value) => edit({ mp3: value })}
        />
      )}
      <Select
        label="Sample rate"
        value={sampleRateHz ? String(sampleRateHz) : 'own'}
        options={format === 'mp3' ? RATES.slice(0, 3) : RATES}
        onChange={(value) => edit({ sampleRateHz: value === 'own' ? undefined : Number(value) })}
      />
      <Select
        label="Loudness"
        value={loudness ? String(loudness.targetLufs) : 'own'}
        options={TARGETS}
        onChange={(value) => {
          const target = LOUDNESS_TARGETS.find(({ targetLufs }) => String(targetLufs) === value)
          edit({ loudness: target && { targetLufs: target.targetLufs, ceilingDbtp: target.ceilingDbtp } })
        }}
      />
    </div>
  )
}

const Names = ({ songs, choices, edit }: { readonly songs: readonly Track[]; readonly choices: ExportChoices; readonly edit: Edit }) => {
  const unknown = unknownWords(choices.template)
  const names = distinctNames(
    songs.slice(0, SHOWN_NAMES).map((song, index) =>
      fileNameOf(choices.template, {
        title: song.title,
        artist: choices.artist || song.artist,
        album: choices.album || song.album,
        number: String(index + 1).padStart(2, '0'),
        bpm: song.tempoBpm === undefined ? undefined : String(Math.round(song.tempoBpm)),
        style: song.style,
        seed: song.seed === undefined ? undefined : String(song.seed),
        date: new Date(song.createdAt).toISOString().slice(0, 10),
        id: song.id,
      }),
    ),
  )
  return (
    <section className={styles.names} aria-label="File names">
      <TextField
        label="File names"
        value={choices.template}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => edit({ template: event.currentTarget.value })}
        error={
          unknown.length > 0
            ? `No song has ${unknown.map((word) => `{${word}}`).join(', ')}.`
            : choices.template.trim() === ''
              ? 'Say how the files are named.'
              : undefined
        }
        hint={`Words in braces: ${NAME_WORDS.join(', ')}`}
      />
      <ul className={styles.preview} aria-label="How they will be named">
        {names.map((name) => (
          <li key={name}>
            {name}.{choices.format}
          </li>
        ))}
        {songs.length > SHOWN_NAMES && <li className={styles.more}>and {songs.length - SHOWN_NAMES} more</li>}
      </ul>
    </section>
  )
}

const Form = ({ songs }: { readonly songs: readonly Track[] }) => {
  const remembered = useSettings((state) => state.settings.exportChoices)
  const [song] = songs
  const hasScores = songs.every(({ origin }) => origin === 'generated')
  const isOne = songs.length === 1
  const [choices, setChoices] = useState<ExportChoices>(() => ({
    ...remembered,
    format: isScoreFormat(remembered.format) && !hasScores ? 'wav' : remembered.format,
    // several songs keep each its own artist and album unless one is written here
    artist: isOne ? (song?.artist ?? remembered.artist) : '',
    album: isOne ? (song?.album ?? remembered.album) : songs.some(({ album }) => album !== undefined) ? '' : remembered.album,
  }))
  const [title, setTitle] = useState(song?.title ?? '')
  const [isrc, setIsrc] = useState(song?.isrc ?? '')
  const [isAsking, setIsAsking] = useState(false)
  const edit: Edit = (change) => setChoices((old) => ({ ...old, ...change }))
  const words = isOne ? { title, isrc } : { title: '' }
  const foreseen = choices.loudness && levelForeseen(songs, choices.loudness)
  const isIsrcWrong = !ExportTags.shape.isrc.safeParse(isrc).success
  const isReady =
    !isIsrcWrong &&
    optionsFault(choices.format, optionsOf(choices, { ...words, isrc: '' })) === undefined &&
    (isOne || (unknownWords(choices.template).length === 0 && choices.template.trim() !== ''))
  const go = async () => {
    setIsAsking(true)
    const { artist, album } = remembered
    await startExport(songs, choices, words, {
      artist: isOne && song?.artist === undefined ? choices.artist : artist,
      album: songs.some((one) => one.album !== undefined) ? album : choices.album,
    })
    setIsAsking(false)
  }
  return (
    <Dialog
      isOpen
      onClose={askNoMore}
      width="wide"
      title={isOne ? `Export “${song?.title ?? ''}”` : `Export ${counted(songs.length, 'song')}`}
      footer={
        <>
          <p className={styles.summary} role="status">
            {summary(choices)}
          </p>
          <Button onClick={askNoMore}>Cancel</Button>
          <Button variant="primary" disabled={!isReady || isAsking} onClick={() => void go()}>
            {isOne ? 'Export…' : 'Choose a folder…'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <section className={styles.section} aria-label="Format">
          <Segmented
            label="Format"
            value={choices.format}
            options={hasScores ? FORMATS : FORMATS.filter(({ value }) => !isScoreFormat(value))}
            onChange={(format) => edit({ format })}
          />
          <p className={styles.purpose}>{PURPOSES[choices.format]}</p>
        </section>
        {isSoundFormat(choices.format) && (
          <div className={styles.section}>
            <Sound choices={choices} edit={edit} />
            {foreseen && (
              <p className={styles.foreseen} role="status">
                {foreseen}
              </p>
            )}
          </div>
        )}
        {choices.format !== 'segno' && (
          <div className={styles.grid}>
            {isOne && <TextField label="Title" value={title} maxLength={300} onChange={(event) => setTitle(event.currentTarget.value)} />}
            <TextField
              label="Artist"
              placeholder={isOne ? '' : 'each song’s own'}
              value={choices.artist}
              maxLength={300}
              onChange={(event) => edit({ artist: event.currentTarget.value })}
            />
            {isSoundFormat(choices.format) && (
              <>
                <TextField
                  label="Album"
                  placeholder={!isOne && songs.some((one) => one.album !== undefined) ? 'each song’s own' : ''}
                  value={choices.album}
                  maxLength={300}
                  onChange={(event) => edit({ album: event.currentTarget.value })}
                />
                {isOne && (
                  <TextField
                    label="ISRC"
                    value={isrc}
                    maxLength={20}
                    spellCheck={false}
                    placeholder="US-RC1-76-07839"
                    error={isIsrcWrong ? 'An ISRC is like US-RC1-76-07839.' : undefined}
                    onChange={(event) => setIsrc(event.currentTarget.value)}
                  />
                )}
              </>
            )}
          </div>
        )}
        {!isOne && <Names songs={songs} choices={choices} edit={edit} />}
        {isSoundFormat(choices.format) && (
          <p className={styles.note}>The file also says its tempo and key, the engine and seed, the licence, and how the song was made.</p>
        )}
      </div>
    </Dialog>
  )
}

/** How songs become files: begins with what was chosen last. */
export const ExportDialog = () => {
  const songs = useAsked((state) => state.songs)
  return songs.length > 0 ? <Form key={songs.map(({ id }) => id).join()} songs={songs} /> : null
}
