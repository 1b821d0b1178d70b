import { describe, expect, it } from 'vitest'
import { OpenStyleId, Plan } from '../../../../src-shared/generation/plan.ts'
import { findInstrument } from '../instruments.ts'
import { endingOf, planFromPrompt } from './index.ts'

const plan = (prompt: string, seconds?: number, seed = 7): Plan => Plan.parse(planFromPrompt({ prompt, seconds, seed, overrides: {} }))
const roles = (made: Plan): string[] => made.instrumentation.map((part) => part.role)
const instruments = (made: Plan): string[] => made.instrumentation.map((part) => part.instrument)
const form = (made: Plan): string => made.form.map((section) => section.label).join('')
const startOf = (made: Plan, role: string): number => {
  const index = made.form.findIndex((section) => section.role === role)
  const bars = made.form.slice(0, index).reduce((sum, section) => sum + section.barCount, 0)
  return index < 0 ? -1 : (bars * made.timeSignature.beats * 4 * 60) / made.timeSignature.unit / made.tempoBpm
}

describe('style words', () => {
  it.each<[string, OpenStyleId]>([
    ['lofi beats to study to', 'lofi'],
    ['chillhop for a coffee shop', 'lofi'],
    ['lo-fi hip hop', 'lofi'],
    ['music for focus and homework', 'lofi'],
    ['deep house', 'house'],
    ['pumping workout track for the gym', 'house'],
    ['synthwave night drive', 'house'],
    ['techno', 'house'],
    ['ambient drone', 'ambient'],
    ['help me sleep', 'ambient'],
    ['yoga and meditation', 'ambient'],
    ['schlafen', 'ambient'],
    ['睡眠', 'ambient'],
    ['campfire song', 'acoustic-pop'],
    ['indie folk with strummed guitar', 'acoustic-pop'],
    ['acoustic pop', 'acoustic-pop'],
    ['8-bit boss battle', 'chip'],
    ['chiptune', 'chip'],
    ['NES platformer level', 'chip'],
    ['jazzy and rainy', 'lofi'],
  ])('%s is %s', (prompt, style) => expect(plan(prompt).style).toBe(style))
})

describe('explicit numbers win', () => {
  it.each<[string, number]>([
    ['lofi at 82 bpm', 82],
    ['house 128bpm', 128],
    ['ambient, 60 BPM', 60],
    ['tempo 97 acoustic pop', 97],
    ['92.5 bpm groove', 92.5],
    ['120-130 bpm', 125],
    ['tempo: 140', 140],
    ['lofi 500 bpm', 240],
  ])('%s plays at %d', (prompt, bpm) => expect(plan(prompt, 60).tempoBpm).toBe(bpm))

  it.each<[string, string]>([
    ['sad piano in F# minor', 'F# minor'],
    ['D dorian groove', 'D dorian'],
    ['in Bb major', 'Bb major'],
    ['key of G', 'G'],
    ['house in a minor key', 'minor'],
    ['Eb mixolydian', 'Eb mixolydian'],
    ['c sharp minor nocturne', 'C# minor'],
    ['Klavier in fis-Moll', 'F# minor'],
    ['chanson en ré mineur', 'D minor'],
    ['in A minor, slow', 'A minor'],
    ['Am ballad', 'A minor'],
    ['happy song in E', 'E'],
    ['in A flat major', 'Ab major'],
    ['a lydian dream', 'lydian'],
  ])('%s is in %s', (prompt, key) => {
    const made = plan(prompt).key
    expect(`${made.tonic} ${made.mode}`).toContain(key)
  })

  it.each<[string, string]>([
    ['a slow waltz', '3/4'],
    ['7/8 chiptune', '7/8'],
    ['in 6/8', '6/8'],
    ['5/4 time house', '5/4'],
    ['12/8 blues', '12/8'],
    ['a jig', '6/8'],
    ['plain pop', '4/4'],
  ])('%s is in %s', (prompt, meter) => {
    const { beats, unit } = plan(prompt).timeSignature
    expect(`${beats}/${unit}`).toBe(meter)
  })

  it.each<[string, number]>([
    ['lofi, 90 seconds', 90],
    ['a 2:30 song', 150],
    ['two minute house track', 120],
    ['a minute and a half of ambient', 90],
    ['15 second jingle', 15],
    ['3 min sleep music', 180],
    ['1 minute and 20 seconds of chip', 80],
    ['for 45s', 45],
    ['half a minute', 30],
  ])('%s lasts %d s', (prompt, seconds) => expect(plan(prompt).lengthSeconds).toBeCloseTo(seconds, 1))

  it('does not take an era for a length', () => expect(plan('80s synth pop, 90s drums').lengthSeconds).toBeGreaterThan(60))
})

describe('players', () => {
  it.each<[string, string[], string[]]>([
    ['lofi with brushes and upright bass', ['brush-kit', 'upright-bass'], []],
    ['house without bass', [], ['bass']],
    ['no drums, just rain', ['rain-texture'], ['drums', 'percussion']],
    ['drumless lofi', [], ['drums']],
    ['acoustic pop, no drums, bass or violin', [], ['drums', 'bass', 'violin']],
    ['lofi ohne Schlagzeug', [], ['drums']],
    ['house sin batería', [], ['drums']],
    ['sans batterie, piano', ['piano'], ['drums']],
    ['tenor sax lead over rhodes', ['tenor-sax', 'electric-piano'], []],
    ['cello and harp, no percussion', ['cello', 'harp'], ['percussion']],
    ['pop with ukulele and whistling', ['nylon-guitar', 'whistle'], []],
    ["don't want any drums in my lofi", [], ['drums']],
    ['808 drums and sub bass', ['808-kit', 'sub-bass'], []],
    ['no melody, house', [], ['lead']],
  ])('%s', (prompt, present, absent) => {
    const made = plan(prompt)
    for (const id of present) expect(instruments(made)).toContain(id)
    for (const word of absent) expect([...roles(made), ...instruments(made)]).not.toContain(word)
  })

  it.each<[string, string[]]>([
    ['only piano', ['piano']],
    ['solo piano, sad', ['piano']],
    ['piano only, 60 bpm', ['piano']],
    ['nothing but harp', ['harp']],
    ['just acoustic guitar', ['steel-guitar']],
    ['only cello and piano', ['cello', 'piano']],
    ['only drums', ['drums']],
    ['solo cello', ['cello']],
  ])('%s has nobody else', (prompt, allowed) => {
    const made = plan(prompt)
    for (const part of made.instrumentation) expect([part.instrument, part.role].some((word) => allowed.includes(word))).toBe(true)
    for (const word of allowed) expect([...instruments(made), ...roles(made)]).toContain(word)
  })

  it('names only instruments of the list, with somebody who can state harmony or tune', () => {
    for (const style of OpenStyleId.options)
      for (let seed = 0; seed < 20; seed++) {
        const made = planFromPrompt({ prompt: style, seed, overrides: {} })
        expect(made.instrumentation.every((part) => findInstrument(part.instrument)?.roles.includes(part.role))).toBe(true)
        expect(roles(made).some((role) => ['chords', 'pad', 'arp', 'lead'].includes(role))).toBe(true)
      }
  })
})

describe('form and ending', () => {
  it('keeps letters', () => expect(form(plan('AABA jazz tune'))).toBe('AABA'))
  it('keeps named sections', () =>
    expect(plan('intro, verse, chorus, verse, chorus, outro').form.map((section) => section.role)).toEqual([
      'intro',
      'verse',
      'chorus',
      'verse',
      'chorus',
      'outro',
    ]))
  it.each<[string, string, number]>([
    ['house with the drop at 0:45', 'drop', 45],
    ['techno, drop at 1:00, two minutes', 'drop', 60],
    ['pop with a chorus at 0:30', 'chorus', 30],
  ])('%s', (prompt, role, at) => {
    const made = plan(prompt)
    const bar = (made.timeSignature.beats * 60) / made.tempoBpm
    expect(Math.abs(startOf(made, role) - at)).toBeLessThanOrEqual(bar)
  })
  it('leaves out what is not wanted', () => expect(plan('lofi with no intro').form.some((section) => section.role === 'intro')).toBe(false))
  it.each<[string, Plan['ending']]>([
    ['ambient, fade out', 'fade'],
    ['chip with a hard stop', 'cold'],
    ['house, let it ring out', 'ring'],
  ])('%s ends with %s', (prompt, ending) => expect(plan(prompt).ending).toBe(ending))
})

describe('mood', () => {
  it('turns valence into mode and energy into tempo', () => {
    const seeds = Array.from({ length: 30 }, (_, seed) => seed)
    const bright = (prompt: string): number => seeds.filter((seed) => ['major', 'lydian', 'mixolydian'].includes(plan(prompt, undefined, seed).key.mode)).length
    expect(bright('happy acoustic pop')).toBeGreaterThan(26)
    expect(bright('sad acoustic pop')).toBeLessThan(4)
    const tempo = (prompt: string): number => seeds.reduce((sum, seed) => sum + plan(prompt, undefined, seed).tempoBpm, 0)
    expect(tempo('energetic lofi')).toBeGreaterThan(tempo('calm lofi'))
    expect(plan('not sad').mood.valence).toBeGreaterThan(0.7)
  })
})

describe('any text', () => {
  it.each([
    '',
    '   ',
    '🎹🔥',
    '"\'); DROP TABLE tracks;--',
    '../../etc/passwd',
    'שלום עולם',
    '0/0 -5 bpm 99:99 NaN',
    'C'.repeat(500),
    '\n\0\u202e',
    'drop at 9:99',
    '16/16 in b# phrygian',
    '999999999 minutes',
  ])('%j is planned', (prompt) => {
    const made = plan(prompt)
    expect(made.title.length).toBeGreaterThan(0)
    expect(made.instrumentation.length).toBeGreaterThan(0)
  })

  it('reads a hundred thousand characters at once', () => {
    const long = 'rainy lofi with a soft piano and no drums '.repeat(2400)
    plan('warm up')
    const before = process.cpuUsage()
    const made = plan(long)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(250)
    expect(roles(made)).not.toContain('drums')
    expect(made.notUnderstood.join(' ')).toContain('too long')
  })

  it('says what it understood and what not', () => {
    const made = plan('dreamy lofi with zorgle in 7/8')
    expect(made.understood.map((entry) => entry.words)).toEqual(expect.arrayContaining(['7/8', 'lofi', 'dreamy']))
    expect(made.notUnderstood).toEqual(['zorgle'])
  })

  it('is the same for the same words and seed, and another for another seed', () => {
    expect(plan('lofi', 60, 3)).toEqual(plan('lofi', 60, 3))
    const keys = new Set(Array.from({ length: 12 }, (_, seed) => JSON.stringify([plan('lofi', 60, seed).key, plan('lofi', 60, seed).tempoBpm])))
    expect(keys.size).toBeGreaterThan(5)
  })
})

describe('length', () => {
  it('fits bars, tempo and a natural last ring into the seconds asked for', () => {
    for (const style of OpenStyleId.options)
      for (const words of ['', ' 83 bpm', ' in 7/8', ' 3/4 141 bpm', ' fade out'])
        for (const seconds of [8, 9.5, 12, 31, 97, 333, 600]) {
          const made = plan(`${style}${words}`, seconds)
          const { ringSeconds, lastDownbeatSeconds } = endingOf(made)
          expect(made.form.some((section) => !['intro', 'outro', 'build', 'break'].includes(section.role))).toBe(true)
          expect(made.lengthSeconds).toBeCloseTo(seconds, 2)
          expect(lastDownbeatSeconds).toBeLessThanOrEqual(seconds)
          if (made.ending !== 'fade') expect(ringSeconds).toBeGreaterThan(0.7)
          if (made.ending !== 'fade' && seconds >= 20) expect(ringSeconds).toBeLessThan(9)
        }
  })

  it('lets overrides win', () => {
    const made = planFromPrompt({
      prompt: 'happy house in C major at 124 bpm',
      seed: 1,
      overrides: {
        tempoBpm: 100,
        key: { tonic: 'D', mode: 'minor' },
        style: 'ambient',
        timeSignature: { beats: 3, unit: 4 },
        form: [{ label: 'A', role: 'verse', barCount: 12, energy: 0.5 }],
        ending: 'cold',
        title: 'Mine',
      },
    })
    expect(made).toMatchObject({
      tempoBpm: 100,
      key: { tonic: 'D', mode: 'minor' },
      style: 'ambient',
      timeSignature: { beats: 3, unit: 4 },
      ending: 'cold',
      title: 'Mine',
    })
    expect(made.lengthSeconds).toBeGreaterThan(11 * 1.8)
    expect(made.form).toHaveLength(1)
  })
})
