import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import midiFile from '@tonejs/midi'

/** A track as Ardour has it after the import. Times are seconds of its time line; `notes`: start in quarters, and key. */
export type ArdourTrack = { readonly name: string; readonly atSeconds: number; readonly seconds: number }
export type ArdourPart = { readonly name: string; readonly notes: readonly (readonly [quarters: number, pitch: number])[] }
export type ArdourSession = {
  readonly sounds: readonly ArdourTrack[]
  readonly parts: readonly ArdourPart[]
  readonly tempos: readonly { readonly quarters: number; readonly bpm: number; readonly atSeconds: number }[]
  readonly meter: string
  /** its own copies of what it imported, one channel a file */
  readonly audioFolder: string
}

const SECONDS_LIMIT = 60

const inPath = (pattern: RegExp): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => pattern.test(name))
        .map((name) => join(folder, name)),
    )[0]

/** What is missing to open a session without a screen; undefined where nothing is. */
export const ardourMissing = (): string | undefined => {
  if (process.platform !== 'linux') return 'it is driven under Xvfb, which only Linux has'
  if (!inPath(/^ardour\d+-new_empty_session$/) || !inPath(/^ardour$/)) return 'Ardour is not installed'
  return inPath(/^xvfb-run$/) ? undefined : 'xvfb-run is not installed'
}

const quoted = (text: string): string => JSON.stringify(text)

/** Runs inside Ardour once its session is open: imports, waits a while, saves, says so. An import lets the window go on, and so this, too. */
const hook = (log: string, midi: readonly string[], sounds: readonly string[]): string => `
local ticks, step = 0, 0
local function say (words) local file = io.open (${quoted(log)}, "a") file:write (words .. "\\n") file:close () end
local function bring (paths, tempo)
  local files = C.StringVector ()
  for _, path in ipairs (paths) do files:push_back (path) end
  Editor:do_import (files, Editing.ImportDistinctFiles, Editing.ImportAsTrack, ARDOUR.SrcQuality.SrcBest, ARDOUR.MidiTrackNameSource.SMFTrackName,
    tempo and ARDOUR.MidiTempoMapDisposition.SMFTempoUse or ARDOUR.MidiTempoMapDisposition.SMFTempoIgnore,
    Temporal.timepos_t (0), ARDOUR.PluginInfo (), ARDOUR.Track (), tempo)
end
return function (...)
  ticks = ticks + 1
  if Session == nil or ticks < 40 then return end
  if step == 0 then
    step = 1
    local ok, why = pcall (function () bring ({ ${midi.map(quoted).join(', ')} }, true) bring ({ ${sounds.map(quoted).join(', ')} }, false) end)
    if not ok then say ("failed: " .. tostring (why)) end
    step, ticks = 2, 40
  elseif step == 2 and ticks > 80 then
    step = 3
    Session:save_state ("", false, false, false, false, false)
    say ("done")
  end
end`

/** Ardour keeps what its window runs as base64 of Lua that assigns \`s\`: name, text, function, arguments. All signals, as any of them will do. */
const uiScripts = (lua: string): string => {
  const state = `s = {} s.n = "bring" s.s = "bring" s.a = {} s.f = [==[${lua}]==]`
  const callback = `<LuaCallback lua="Lua 5.3" id="7" name="bring" signals="${'1'.repeat(64)}">${Buffer.from(state).toString('base64')}</LuaCallback>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<UIScripts><ActionHooks>${callback}</ActionHooks></UIScripts>\n`
}

/** No sound card is needed: the backend that plays into nothing, which a release hides. */
const configuration = (sampleRateHz: number): string => {
  const state = `<State backend="None (Dummy)" driver="Normal Speed" device="Silence" input-device="" output-device="" sample-rate="${sampleRateHz}" buffer-size="1024" n-periods="0" input-latency="0" output-latency="0" input-channels="0" output-channels="0" active="1" use-buffered-io="0" midi-option="" lru="1"/>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Ardour><Config><Option name="hide-dummy-backend" value="0"/></Config><Extra><AudioMIDISetup><EngineStates>${state}</EngineStates></AudioMIDISetup></Extra></Ardour>\n`
}

const SUPERCLOCKS = 282_240_000
const attributes = (tag: string): Record<string, string> => Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
const plain = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
/** "a" and superclocks */
const seconds = (time: string | undefined): number => Number(/^a(\d+)/.exec(time ?? '')?.[1] ?? Number.NaN) / SUPERCLOCKS

const readSession = (folder: string): ArdourSession => {
  const xml = readFileSync(join(folder, 'session.ardour'), 'utf8')
  const all = (pattern: RegExp) => [...xml.matchAll(pattern)].map(([tag]) => attributes(tag))
  const playlists = /<Playlists>[\s\S]*?<\/Playlists>/.exec(xml)?.[0] ?? ''
  const regions = [...playlists.matchAll(/<Region [^>]*>/g)].map(([tag]) => attributes(tag))
  const midi = join(folder, 'interchange', 'session', 'midifiles')
  const [meter] = all(/<Meter [^>]*>/g)
  return {
    sounds: regions
      .filter(({ length }) => length?.startsWith('a'))
      .map(({ name = '', length }) => ({ name: plain(name), atSeconds: seconds(length?.split('@')[1]), seconds: seconds(length) })),
    parts: regions
      .filter(({ length }) => length?.startsWith('b'))
      .map(({ name = '' }) => {
        const { header, tracks } = new midiFile.Midi(readFileSync(join(midi, `${plain(name)}.mid`)))
        const notes = tracks.flatMap((track) => track.notes.map(({ ticks, midi: pitch }) => [ticks / header.ppq, pitch] as const))
        return { name: plain(name), notes: notes.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]) }
      }),
    tempos: all(/<Tempo [^>]*>/g).map(({ npm, quarters = '', sclock }) => {
      const [whole = 0, ticks = 0] = quarters.split(':').map(Number)
      return { quarters: whole + ticks / 1_920, bpm: Number(npm), atSeconds: Number(sclock) / SUPERCLOCKS }
    }),
    meter: `${meter?.['divisions-per-bar']}/${meter?.['note-value']}`,
    audioFolder: join(folder, 'interchange', 'session', 'audiofiles'),
  }
}

/** Opens a new session in Ardour, without a screen, and imports these files at its beginning: the MIDI files with tempo map and markers. */
export const importIntoArdour = async (work: string, sampleRateHz: number, midi: readonly string[], sounds: readonly string[]): Promise<ArdourSession> => {
  const create = inPath(/^ardour\d+-new_empty_session$/) ?? ''
  const version = /ardour(\d+)/.exec(create)?.[1] ?? ''
  const config = join(work, 'config', `ardour${version}`)
  mkdirSync(config, { recursive: true })
  const env = { ...process.env, HOME: work, XDG_CONFIG_HOME: join(work, 'config'), XDG_CACHE_HOME: join(work, 'cache'), ARDOUR_TRY_AUTOSTART_ENGINE: '1' }
  const session = join(work, 'session')
  const log = join(work, 'log')
  const made = spawnSync(create, ['-s', String(sampleRateHz), session, 'session'], { env })
  if (made.status !== 0) throw new Error(`Ardour made no session: ${made.stderr}`)
  // asks nothing of somebody who has been here before
  writeFileSync(join(config, `.a${version}`), '')
  writeFileSync(join(config, 'config'), configuration(sampleRateHz))
  writeFileSync(join(config, 'ui_scripts'), uiScripts(hook(log, midi, sounds)))
  const program = spawn('xvfb-run', ['-a', '-s', '-screen 0 1280x900x24', 'ardour', '--no-splash', '-a', join(session, 'session.ardour')], {
    env,
    stdio: 'ignore',
    detached: true,
  })
  try {
    for (let waited = 0; waited < SECONDS_LIMIT; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      const said = existsSync(log) ? readFileSync(log, 'utf8') : ''
      if (said.includes('failed')) throw new Error(`Ardour: ${said}`)
      if (said.includes('done')) return readSession(session)
    }
    throw new Error(`Ardour did not finish in ${SECONDS_LIMIT} s`)
  } finally {
    if (program.pid) process.kill(-program.pid, 'SIGTERM')
  }
}
