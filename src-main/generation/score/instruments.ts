import type { StyleId } from '../../../src-shared/generation/plan.ts'
import type { PartMix, PartRole, Voice } from '../../../src-shared/score/score.ts'

/** One entry of the studio's instrument list: what a musician calls it, what it can do, and how it sits in a mix before anybody touches it. */
export type Instrument = {
  readonly id: string
  readonly name: string
  /** lower-case words and phrases of a prompt that mean this instrument, besides its name */
  readonly synonyms: readonly string[]
  /** what it can play, the most natural role first */
  readonly roles: readonly PartRole[]
  readonly voice: Voice
  /** comfortable written range, MIDI numbers; drums keep 0..127 */
  readonly range: { readonly low: number; readonly high: number }
  /** true when only one note may sound at a time */
  readonly monophonic: boolean
  readonly mix: PartMix
  readonly styles: readonly StyleId[]
}

type MixWords = Partial<PartMix>
const mixOf = (words: MixWords): PartMix => ({
  gainDb: 0,
  pan: 0,
  roomSendDb: -20,
  hallSendDb: -24,
  delaySendDb: -60,
  duckDb: 0,
  highPassHz: 80,
  lowPassHz: 18_000,
  ...words,
})

type Row = {
  readonly roles: readonly PartRole[]
  readonly range?: readonly [number, number]
  readonly mono?: boolean
  readonly mix?: MixWords
  readonly styles?: readonly StyleId[]
}

const melodic = (id: string, name: string, program: number, synonyms: readonly string[], row: Row): Instrument => ({
  id,
  name,
  synonyms,
  roles: row.roles,
  voice: { kind: 'soundfont', bank: 0, program },
  range: { low: row.range?.[0] ?? 48, high: row.range?.[1] ?? 84 },
  monophonic: row.mono ?? false,
  mix: mixOf(row.mix ?? {}),
  styles: row.styles ?? [],
})

/** A humbucker into a high-gain amplifier: the font's distorted string, and its muted one under the palm. */
const highGain = (id: string, name: string, synonyms: readonly string[], row: Row): Instrument => ({
  ...melodic(id, name, 30, synonyms, row),
  voice: { kind: 'soundfont', bank: 0, program: 30, mutedProgram: 28 },
})

const kit = (id: string, name: string, program: number, synonyms: readonly string[], mix: MixWords, styles: readonly StyleId[] = []): Instrument => ({
  id,
  name,
  synonyms,
  roles: ['drums', 'percussion'],
  voice: { kind: 'drumkit', program },
  range: { low: 0, high: 127 },
  monophonic: false,
  mix: mixOf({ highPassHz: 25, roomSendDb: -18, hallSendDb: -40, ...mix }),
  styles,
})

const chip = (wave: 'pulse1' | 'pulse2' | 'triangle' | 'noise', name: string, synonyms: readonly string[], row: Row): Instrument => ({
  id: `chip-${wave}`,
  name,
  synonyms,
  roles: row.roles,
  voice: { kind: 'chip', wave },
  range: { low: row.range?.[0] ?? 48, high: row.range?.[1] ?? 96 },
  monophonic: true,
  mix: mixOf({ roomSendDb: -60, hallSendDb: -60, highPassHz: 20, ...row.mix }),
  styles: ['chip'],
})

/** A voice of the console itself, with all its limits. */
const consoleVoice = (wave: 'pulse1' | 'pulse2' | 'triangle' | 'noise', name: string, row: Row): Instrument => ({
  ...chip(wave, name, [], row),
  id: `console-${wave}`,
  voice: { kind: 'chip', wave, isConsole: true },
  styles: ['chiptune'],
})

const texture = (
  word: 'vinyl' | 'rain' | 'tape' | 'wind',
  name: string,
  synonyms: readonly string[],
  gainDb: number,
  styles: readonly StyleId[],
): Instrument => ({
  id: `${word}-texture`,
  name,
  synonyms,
  roles: ['texture'],
  voice: { kind: 'texture', texture: word },
  range: { low: 0, high: 127 },
  monophonic: true,
  mix: mixOf({ gainDb, roomSendDb: -60, hallSendDb: -60, highPassHz: 150 }),
  styles,
})

const KEYS: PartRole[] = ['chords', 'lead', 'arp', 'counter', 'bass', 'pad']
const GUITAR: PartRole[] = ['chords', 'arp', 'lead', 'counter']
const SOLO: PartRole[] = ['lead', 'counter']
const PAD: PartRole[] = ['pad', 'chords', 'counter']
const BELL: PartRole[] = ['lead', 'arp', 'counter', 'chords']
const bassMix: MixWords = { gainDb: -1, roomSendDb: -40, hallSendDb: -60, highPassHz: 30, lowPassHz: 6_000, duckDb: 1.5 }
const soloMix: MixWords = { gainDb: 1, roomSendDb: -18, hallSendDb: -16, delaySendDb: -22, highPassHz: 140 }
const padMix: MixWords = { gainDb: -6, roomSendDb: -24, hallSendDb: -12, highPassHz: 160, duckDb: 2 }

/** General MIDI programs as FluidR3Mono_GM numbers them (0-based); drum programs are the kits that font has. */
export const INSTRUMENTS: readonly Instrument[] = [
  melodic(
    'piano',
    'Piano',
    0,
    [
      'grand piano',
      'acoustic piano',
      'pianos',
      'klavier',
      'piano forte',
      'felt piano',
      'soft piano',
      'piano melody',
      'пианино',
      'ピアノ',
      '钢琴',
      '피아노',
      'pianoforte',
    ],
    {
      roles: KEYS,
      range: [28, 96],
      mix: { gainDb: -1, hallSendDb: -20, highPassHz: 60 },
      styles: ['lofi', 'acoustic-pop', 'house', 'ambient'],
    },
  ),
  melodic('bright-piano', 'Bright piano', 1, ['house piano', 'upright piano', 'honky piano', 'pop piano'], {
    roles: KEYS,
    range: [36, 96],
    styles: ['house', 'acoustic-pop'],
  }),
  melodic('electric-piano', 'Electric piano', 4, ['rhodes', 'e-piano', 'e piano', 'epiano', 'fender rhodes', 'keys', 'wurlitzer', 'wurli', 'suitcase piano'], {
    roles: KEYS,
    range: [40, 88],
    mix: { gainDb: -2, pan: -0.1, hallSendDb: -22, highPassHz: 110, lowPassHz: 9_000, duckDb: 1.5 },
    styles: ['lofi', 'house'],
  }),
  melodic('fm-piano', 'FM piano', 5, ['dx7', 'fm keys', 'eighties piano', '80s piano'], { roles: KEYS, range: [40, 90], styles: ['house', 'lofi', 'ambient'] }),
  melodic('harpsichord', 'Harpsichord', 6, ['cembalo'], { roles: KEYS, range: [36, 88] }),
  melodic('clavinet', 'Clavinet', 7, ['clav'], { roles: ['chords', 'arp', 'bass'], range: [36, 84] }),
  melodic('celesta', 'Celesta', 8, ['celeste'], { roles: BELL, range: [60, 100], mix: { ...soloMix, gainDb: -2 }, styles: ['ambient', 'lofi'] }),
  melodic('glockenspiel', 'Glockenspiel', 9, ['glock', 'bells', 'bell'], {
    roles: BELL,
    range: [67, 103],
    mix: { ...soloMix, gainDb: -5 },
    styles: ['acoustic-pop', 'ambient'],
  }),
  melodic('music-box', 'Music box', 10, ['musicbox', 'toy piano', 'lullaby box'], {
    roles: BELL,
    range: [60, 96],
    mix: { ...soloMix, gainDb: -2 },
    styles: ['ambient', 'lofi'],
  }),
  melodic('vibraphone', 'Vibraphone', 11, ['vibes', 'vibraphon'], {
    roles: BELL,
    range: [53, 89],
    mix: { ...soloMix, gainDb: -1, pan: 0.18 },
    styles: ['lofi', 'ambient'],
  }),
  melodic('marimba', 'Marimba', 12, ['mallets', 'xylophone', 'balafon'], {
    roles: ['arp', 'lead', 'chords', 'counter'],
    range: [45, 96],
    mix: { pan: 0.2 },
    styles: ['house', 'ambient'],
  }),
  melodic('organ', 'Organ', 16, ['hammond', 'b3', 'drawbar organ', 'orgel'], {
    roles: ['chords', 'pad', 'lead'],
    range: [36, 96],
    mix: { ...padMix, gainDb: -7 },
    styles: ['house', 'acoustic-pop'],
  }),
  melodic('church-organ', 'Church organ', 19, ['pipe organ', 'cathedral organ'], {
    roles: ['pad', 'chords', 'lead'],
    range: [36, 96],
    mix: { ...padMix, gainDb: -9 },
  }),
  melodic('accordion', 'Accordion', 21, ['akkordeon', 'musette', 'bandoneon', 'concertina'], {
    roles: ['lead', 'chords', 'counter'],
    range: [53, 89],
    mix: soloMix,
  }),
  melodic('harmonica', 'Harmonica', 22, ['mouth organ', 'mouth harp'], { roles: SOLO, range: [60, 88], mono: true, mix: soloMix, styles: ['acoustic-pop'] }),
  melodic(
    'nylon-guitar',
    'Nylon guitar',
    24,
    ['classical guitar', 'spanish guitar', 'fingerpicked guitar', 'gut guitar', 'guitarra', 'guitarre', 'ukulele', 'uke'],
    {
      roles: GUITAR,
      range: [40, 83],
      mix: { pan: -0.22, hallSendDb: -20, highPassHz: 100 },
      styles: ['acoustic-pop', 'lofi', 'ambient'],
    },
  ),
  melodic(
    'steel-guitar',
    'Acoustic guitar',
    25,
    [
      'guitar',
      'steel guitar',
      'steel string guitar',
      'strummed guitar',
      'folk guitar',
      'acoustic guitars',
      'guitars',
      'gitarre',
      'guitare',
      'chitarra',
      'ギター',
      '吉他',
    ],
    {
      roles: GUITAR,
      range: [40, 84],
      mix: { pan: -0.28, hallSendDb: -24, highPassHz: 110 },
      styles: ['acoustic-pop'],
    },
  ),
  melodic('jazz-guitar', 'Jazz guitar', 26, ['archtop', 'hollow body guitar', 'mellow guitar'], {
    roles: GUITAR,
    range: [40, 83],
    mix: { pan: -0.2, lowPassHz: 7_000 },
    styles: ['lofi'],
  }),
  melodic('clean-guitar', 'Clean electric guitar', 27, ['electric guitar', 'telecaster', 'stratocaster', 'e-gitarre'], {
    roles: GUITAR,
    range: [40, 86],
    mix: { pan: 0.25 },
    styles: ['lofi', 'house', 'acoustic-pop'],
  }),
  melodic('muted-guitar', 'Muted guitar', 28, ['palm muted guitar', 'funk guitar', 'muted electric guitar'], {
    roles: ['arp', 'chords', 'counter'],
    range: [40, 84],
    mix: { pan: 0.3 },
    styles: ['house'],
  }),
  melodic('overdriven-guitar', 'Overdriven guitar', 29, ['overdrive guitar', 'rock guitar', 'crunch guitar'], {
    roles: ['lead', 'chords'],
    range: [40, 86],
    mix: { ...soloMix, gainDb: -5 },
  }),
  melodic('distorted-guitar', 'Distorted guitar', 30, ['distortion guitar', 'metal guitar', 'heavy guitar'], {
    roles: ['lead', 'chords'],
    range: [40, 86],
    mix: { ...soloMix, gainDb: -6 },
  }),
  highGain('high-gain-guitar', 'High-gain guitar', ['high gain guitar', 'chugging guitar', 'palm-muted guitars', 'drop-tuned guitar'], {
    roles: ['chords'],
    range: [33, 76],
    mix: { pan: 0.86, ampDrive: 0.8, highPassHz: 70, roomSendDb: -26, hallSendDb: -60 },
  }),
  highGain('lead-guitar', 'Lead guitar', ['lead guitars', 'shred guitar'], {
    roles: ['lead'],
    range: [40, 88],
    mono: true,
    mix: { ...soloMix, pan: -0.15, ampDrive: 0.6, highPassHz: 120, roomSendDb: -22 },
  }),
  highGain('harmony-guitar', 'Harmony guitar', ['second lead guitar', 'twin guitar'], {
    roles: ['counter'],
    range: [40, 90],
    mono: true,
    mix: { ...soloMix, pan: 0.3, ampDrive: 0.6, highPassHz: 120, roomSendDb: -22 },
  }),
  melodic('upright-bass', 'Upright bass', 32, ['double bass', 'acoustic bass', 'stand up bass', 'contrabass', 'kontrabass', 'contrabajo'], {
    roles: ['bass'],
    range: [28, 55],
    mono: true,
    mix: { ...bassMix, gainDb: 1, roomSendDb: -30 },
    styles: ['lofi', 'acoustic-pop'],
  }),
  melodic('finger-bass', 'Electric bass', 33, ['bass guitar', 'bass', 'fingered bass', 'p-bass', 'basse', 'bajo', 'bassline', 'bass line', 'e-bass'], {
    roles: ['bass'],
    range: [28, 55],
    mono: true,
    mix: bassMix,
    styles: ['lofi', 'acoustic-pop', 'house'],
  }),
  melodic('picked-bass', 'Picked bass', 34, ['pick bass'], { roles: ['bass'], range: [23, 55], mono: true, mix: bassMix, styles: ['acoustic-pop'] }),
  melodic('fretless-bass', 'Fretless bass', 35, ['fretless'], {
    roles: ['bass', 'lead'],
    range: [28, 60],
    mono: true,
    mix: bassMix,
    styles: ['lofi', 'ambient'],
  }),
  melodic('slap-bass', 'Slap bass', 36, ['slapped bass'], { roles: ['bass'], range: [28, 55], mono: true, mix: bassMix }),
  melodic('synth-bass', 'Synth bass', 38, ['moog bass', 'analog bass', 'acid bass', 'electronic bass', '303'], {
    roles: ['bass'],
    range: [28, 55],
    mono: true,
    mix: { ...bassMix, duckDb: 4 },
    styles: ['house'],
  }),
  melodic('sub-bass', 'Sub bass', 39, ['sub', '808 bass', 'deep bass', 'reese bass', 'wobble bass'], {
    roles: ['bass'],
    range: [28, 50],
    mono: true,
    mix: { ...bassMix, lowPassHz: 2_500, duckDb: 4 },
    styles: ['house', 'lofi', 'ambient'],
  }),
  melodic('violin', 'Violin', 40, ['fiddle', 'violine', 'violon', 'violino', 'バイオリン', '小提琴'], {
    roles: SOLO,
    range: [55, 93],
    mono: true,
    mix: soloMix,
    styles: ['acoustic-pop'],
  }),
  melodic('viola', 'Viola', 41, ['bratsche'], { roles: SOLO, range: [50, 84], mono: true, mix: soloMix }),
  melodic('cello', 'Cello', 42, ['violoncello', 'cellos', 'violoncelle', 'チェロ'], {
    roles: ['counter', 'lead', 'bass'],
    range: [36, 76],
    mono: true,
    mix: { ...soloMix, pan: 0.2, highPassHz: 60 },
    styles: ['acoustic-pop', 'ambient'],
  }),
  melodic('pizzicato', 'Pizzicato strings', 45, ['pizz', 'plucked strings'], {
    roles: ['arp', 'chords', 'counter'],
    range: [43, 88],
    styles: ['acoustic-pop'],
  }),
  melodic('harp', 'Harp', 46, ['harfe', 'arpa', 'harpe'], {
    roles: ['arp', 'chords', 'lead'],
    range: [36, 96],
    mix: { pan: 0.25, hallSendDb: -14 },
    styles: ['ambient', 'acoustic-pop'],
  }),
  melodic(
    'strings',
    'Strings',
    48,
    ['string section', 'orchestra', 'orchestral', 'string ensemble', 'streicher', 'cordes', 'cuerdas', 'string quartet', 'symphonic'],
    { roles: PAD, range: [40, 88], mix: padMix, styles: ['acoustic-pop', 'house', 'ambient'] },
  ),
  melodic('slow-strings', 'Slow strings', 49, ['soft strings', 'lush strings'], {
    roles: PAD,
    range: [40, 88],
    mix: padMix,
    styles: ['ambient', 'lofi', 'acoustic-pop'],
  }),
  melodic('synth-strings', 'Synth strings', 50, ['string machine', 'analog strings', 'solina'], {
    roles: PAD,
    range: [40, 90],
    mix: { ...padMix, duckDb: 4 },
    styles: ['house', 'ambient'],
  }),
  melodic('choir', 'Choir', 52, ['choir aahs', 'vocal pad', 'chorus of voices', 'chor', 'angelic choir', 'gregorian'], {
    roles: PAD,
    range: [48, 84],
    mix: padMix,
    styles: ['ambient'],
  }),
  melodic('voice-oohs', 'Voice oohs', 53, ['oohs', 'humming', 'ooh'], {
    roles: ['pad', 'lead', 'counter'],
    range: [50, 84],
    mix: padMix,
    styles: ['ambient', 'acoustic-pop'],
  }),
  melodic('trumpet', 'Trumpet', 56, ['trompete', 'trompeta', 'trompette', 'horn section'], { roles: SOLO, range: [55, 84], mono: true, mix: soloMix }),
  melodic('muted-trumpet', 'Muted trumpet', 59, ['harmon mute', 'miles davis trumpet'], {
    roles: SOLO,
    range: [55, 84],
    mono: true,
    mix: soloMix,
    styles: ['lofi'],
  }),
  melodic('trombone', 'Trombone', 57, ['posaune'], { roles: SOLO, range: [40, 72], mono: true, mix: soloMix }),
  melodic('french-horn', 'French horn', 60, ['horn', 'horns'], { roles: ['counter', 'lead', 'pad'], range: [41, 77], mix: soloMix }),
  melodic('brass', 'Brass section', 61, ['brass', 'brass ensemble', 'big band'], {
    roles: ['chords', 'lead', 'counter'],
    range: [43, 82],
    mix: { gainDb: -4, pan: 0.15 },
  }),
  melodic('synth-brass', 'Synth brass', 62, ['synthbrass', 'analog brass', 'jump brass'], {
    roles: ['chords', 'lead', 'pad'],
    range: [43, 86],
    mix: { gainDb: -5, duckDb: 3 },
    styles: ['house'],
  }),
  melodic('soprano-sax', 'Soprano sax', 64, ['soprano saxophone'], { roles: SOLO, range: [58, 87], mono: true, mix: soloMix }),
  melodic('alto-sax', 'Alto sax', 65, ['alto saxophone'], { roles: SOLO, range: [50, 80], mono: true, mix: soloMix, styles: ['lofi'] }),
  melodic('tenor-sax', 'Tenor sax', 66, ['sax', 'saxophone', 'tenor saxophone', 'saxophon', 'saxofón', 'サックス'], {
    roles: SOLO,
    range: [46, 76],
    mono: true,
    mix: soloMix,
    styles: ['lofi'],
  }),
  melodic('bassoon', 'Bassoon', 70, ['fagott', 'basson', 'fagotto'], {
    roles: ['bass', 'counter', 'lead'],
    range: [34, 72],
    mono: true,
    mix: { ...soloMix, highPassHz: 50 },
  }),
  melodic('oboe', 'Oboe', 68, ['english horn', 'cor anglais'], { roles: SOLO, range: [58, 86], mono: true, mix: soloMix }),
  melodic('clarinet', 'Clarinet', 71, ['klarinette', 'clarinete'], { roles: SOLO, range: [50, 86], mono: true, mix: soloMix, styles: ['acoustic-pop'] }),
  melodic('flute', 'Flute', 73, ['flöte', 'flauta', 'flauto', 'flûte', 'フルート', '笛', 'bamboo flute', 'shakuhachi'], {
    roles: SOLO,
    range: [60, 93],
    mono: true,
    mix: { ...soloMix, gainDb: 0 },
    styles: ['lofi', 'acoustic-pop', 'ambient'],
  }),
  melodic('recorder', 'Recorder', 74, ['blockflöte', 'tin whistle'], { roles: SOLO, range: [60, 92], mono: true, mix: soloMix }),
  melodic('pan-flute', 'Pan flute', 75, ['panpipes', 'pan pipes', 'panflöte'], { roles: SOLO, range: [60, 92], mono: true, mix: soloMix, styles: ['ambient'] }),
  melodic('whistle', 'Whistle', 78, ['whistling', 'whistled'], {
    roles: SOLO,
    range: [67, 91],
    mono: true,
    mix: { ...soloMix, gainDb: -4 },
    styles: ['acoustic-pop'],
  }),
  melodic('ocarina', 'Ocarina', 79, [], { roles: SOLO, range: [62, 89], mono: true, mix: soloMix }),
  melodic('square-lead', 'Square lead', 80, ['square synth'], {
    roles: ['lead', 'arp', 'counter'],
    range: [48, 96],
    mix: { ...soloMix, gainDb: -5, duckDb: 2 },
    styles: ['house'],
  }),
  melodic('saw-lead', 'Saw lead', 81, ['synth lead', 'lead synth', 'supersaw', 'saw', 'synth', 'synthesizer', 'synths', 'synthesiser', 'シンセ'], {
    roles: ['lead', 'arp', 'chords', 'counter'],
    range: [48, 96],
    mix: { ...soloMix, gainDb: -6, duckDb: 3 },
    styles: ['house'],
  }),
  melodic('soft-lead', 'Soft lead', 82, ['calliope lead', 'sine lead', 'flute synth', 'theremin'], {
    roles: ['lead', 'counter', 'arp'],
    range: [52, 96],
    mix: { ...soloMix, gainDb: -4, duckDb: 1 },
    styles: ['ambient', 'house', 'lofi'],
  }),
  melodic('pluck', 'Synth pluck', 84, ['plucks', 'plucky synth', 'plucky synths', 'pluck synth', 'plucked synth', 'charang'], {
    roles: ['arp', 'lead', 'chords'],
    range: [48, 96],
    mix: { ...soloMix, gainDb: -5, duckDb: 2 },
    styles: ['house'],
  }),
  melodic('new-age-pad', 'Glass pad', 88, ['fantasia', 'bell pad', 'glassy pad', 'new age pad'], {
    roles: PAD,
    range: [45, 88],
    mix: padMix,
    styles: ['ambient', 'house'],
  }),
  melodic('warm-pad', 'Warm pad', 89, ['pad', 'pads', 'analog pad', 'soft pad', 'synth pad', 'drone', 'drones'], {
    roles: PAD,
    range: [40, 84],
    mix: { ...padMix, lowPassHz: 9_000, duckDb: 3 },
    styles: ['lofi', 'ambient', 'house'],
  }),
  melodic('poly-pad', 'Poly synth pad', 90, ['polysynth', 'poly synth'], { roles: PAD, range: [45, 88], mix: { ...padMix, duckDb: 4 }, styles: ['house'] }),
  melodic('bowed-pad', 'Bowed glass', 92, ['bowed pad', 'glass harmonica'], { roles: PAD, range: [45, 88], mix: padMix, styles: ['ambient'] }),
  melodic('halo-pad', 'Halo pad', 94, ['halo', 'airy pad'], { roles: PAD, range: [45, 88], mix: padMix, styles: ['ambient', 'house'] }),
  melodic('sweep-pad', 'Sweep pad', 95, ['filter pad', 'sweeping pad'], { roles: PAD, range: [45, 88], mix: padMix, styles: ['ambient', 'house'] }),
  melodic('crystal', 'Crystal', 98, ['crystals', 'crystalline', 'chimes', 'glass bells'], {
    roles: BELL,
    range: [60, 96],
    mix: { ...soloMix, gainDb: -6 },
    styles: ['ambient'],
  }),
  melodic('sitar', 'Sitar', 104, [], { roles: SOLO, range: [48, 84], mix: soloMix }),
  melodic('banjo', 'Banjo', 105, [], { roles: ['arp', 'chords', 'lead'], range: [48, 84], mix: { pan: 0.25 } }),
  melodic('koto', 'Koto', 107, ['guzheng', 'shamisen'], { roles: ['lead', 'arp', 'counter'], range: [48, 88], mix: soloMix }),
  melodic('kalimba', 'Kalimba', 108, ['thumb piano', 'mbira'], { roles: BELL, range: [55, 91], mix: { ...soloMix, gainDb: 0 }, styles: ['lofi', 'ambient'] }),
  melodic('steel-drums', 'Steel drums', 114, ['steel pan', 'steelpan'], { roles: ['lead', 'arp'], range: [52, 88], mix: soloMix }),
  kit('standard-kit', 'Drum kit', 0, ['acoustic drums', 'live drums', 'drum set', 'real drums'], { gainDb: 0 }, ['acoustic-pop', 'lofi']),
  kit('room-kit', 'Room drum kit', 8, ['roomy drums', 'room drums'], { gainDb: 0 }, ['acoustic-pop', 'lofi']),
  kit('power-kit', 'Power drum kit', 16, ['rock drums', 'big drums', 'power drums'], { gainDb: 0 }, ['acoustic-pop', 'house']),
  kit('electronic-kit', 'Electronic kit', 24, ['electronic drums', '909', 'tr-909', 'drum machine', 'house drums', 'techno drums'], { gainDb: 1 }, ['house']),
  kit('808-kit', 'TR-808 kit', 25, ['808', '808s', 'tr-808', 'trap drums', '808 drums'], { gainDb: 1 }, ['house', 'lofi']),
  kit('jazz-kit', 'Jazz kit', 32, ['jazz drums', 'swing drums'], { gainDb: 0 }, ['lofi']),
  kit('brush-kit', 'Brush kit', 40, ['brushes', 'brushed drums', 'brush drums', 'brushed snare', 'soft drums', 'brush'], { gainDb: 2 }, [
    'lofi',
    'acoustic-pop',
  ]),
  {
    ...kit(
      'hand-percussion',
      'Hand percussion',
      0,
      ['percussion', 'shaker', 'shakers', 'tambourine', 'congas', 'bongos', 'cajon', 'claps', 'handclaps', 'hand drums'],
      { gainDb: -5, pan: 0.3, highPassHz: 180 },
      ['acoustic-pop', 'house'],
    ),
    roles: ['percussion'],
  },
  chip('pulse1', 'Pulse 1', ['pulse wave', 'square wave', 'pulse lead'], {
    roles: ['lead'],
    range: [55, 96],
    mix: { gainDb: 0, pan: -0.28, delaySendDb: -16 },
  }),
  chip('pulse2', 'Pulse 2', ['second pulse'], { roles: ['arp', 'chords', 'counter', 'pad'], range: [52, 90], mix: { gainDb: -5, pan: 0.5, delaySendDb: -24 } }),
  chip('triangle', 'Triangle', ['triangle wave', 'triangle bass'], { roles: ['bass'], range: [33, 64], mix: { gainDb: -1 } }),
  chip('noise', 'Noise', ['noise drums', 'noise channel'], { roles: ['drums', 'percussion'], range: [0, 127], mix: { gainDb: -6 } }),
  consoleVoice('pulse1', 'Console pulse 1', { roles: ['lead'], range: [45, 96], mix: { gainDb: 0, pan: -0.18 } }),
  consoleVoice('pulse2', 'Console pulse 2', { roles: ['arp', 'chords', 'counter', 'pad'], range: [45, 93], mix: { gainDb: -4, pan: 0.24 } }),
  consoleVoice('triangle', 'Console triangle', { roles: ['bass'], range: [29, 67], mix: { gainDb: -1 } }),
  consoleVoice('noise', 'Console noise', { roles: ['drums', 'percussion'], range: [0, 127], mix: { gainDb: -6 } }),
  {
    id: 'bass-808',
    name: '808 bass',
    synonyms: ['808 sub', '808 glide', '808 slides'],
    roles: ['bass'],
    voice: { kind: 'sub', drive: 0.55 },
    range: { low: 24, high: 52 },
    monophonic: true,
    mix: mixOf({ ...bassMix, roomSendDb: -60, hallSendDb: -60, highPassHz: 24, duckDb: 0 }),
    styles: ['trap', 'drill'],
  },
  texture('vinyl', 'Vinyl crackle', ['vinyl', 'record crackle', 'crackle', 'crackles', 'vinyl noise', 'dusty', 'record noise'], -14, ['lofi']),
  texture('rain', 'Rain', ['raining', 'rainy', 'rainfall', 'rain sounds', 'regen', 'lluvia', 'pluie', 'pioggia', 'дождь', '雨'], -13, ['lofi', 'ambient']),
  texture('tape', 'Tape hiss', ['tape', 'cassette', 'hiss', 'vhs'], -18, ['lofi']),
  texture('wind', 'Wind', ['breeze', 'windy', 'ocean', 'sea', 'waves', 'vent', 'viento'], -15, ['ambient']),
]

const byId: ReadonlyMap<string, Instrument> = new Map(INSTRUMENTS.map((instrument) => [instrument.id, instrument]))

export const findInstrument = (id: string): Instrument | undefined => byId.get(id)

/** The instrument that a score's part plays, found back by what sounds it and what it does. */
export const findInstrumentByVoice = (voice: Voice, role: PartRole): Instrument | undefined => {
  const same = INSTRUMENTS.filter((instrument) => JSON.stringify(instrument.voice) === JSON.stringify(voice))
  return same.find((instrument) => instrument.roles.includes(role)) ?? same[0]
}
