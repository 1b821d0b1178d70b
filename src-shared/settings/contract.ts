import { z } from 'zod'
import { Provider } from '../hardware/contract.ts'
import { call, NoInput, push } from '../ipc/call.ts'
import { KeyChoices } from '../keys/key-choices.ts'
import { ServiceChoices } from '../llm/contract.ts'
import { ExportChoices } from '../mixdown/export-options.ts'
import { StudioId } from '../studios/studio-id.ts'
import { SpokenLanguage } from '../voice/contract.ts'
import { OutputChoice } from './output-choice.ts'
import { SNAP_MODES } from './snap-modes.ts'

const fields = {
  variations: z.number().int().min(1).max(4),
  takes: z.number().int().min(2).max(4),
  /** how many takes of a region or an ending a model makes to keep the one whose melody is closest; 1: no choice */
  melodyCandidates: z.number().int().min(1).max(4),
  /** how often a song with a fault (silent, distorted, broken off) is made again before it is shown */
  faultRetries: z.number().int().min(0).max(3),
  crossfadeMilliseconds: z.number().int().min(10).max(50),
  snap: z.enum(SNAP_MODES),
  /** what the editor shows of the sound */
  editorPicture: z.enum(['wave', 'spectrum', 'both']),
  trashDays: z.number().int().min(1).max(365),
  reducedMotion: z.enum(['system', 'on', 'off']),
  contrast: z.enum(['system', 'standard', 'high']),
  /** percent of the usual size of all words */
  textPercent: z.number().int().min(90).max(150),
  /** what is said to screen readers unasked; `quiet`: only what went wrong */
  spokenDetail: z.enum(['quiet', 'brief', 'full']),
  renderThreads: z.number().int().min(0).max(64),
  outputVolume: z.number().min(0).max(1),
  outputDevice: OutputChoice,
  /** what the meters compare the integrated loudness with */
  meterTargetLufs: z.number().min(-36).max(-6),
  listenInBackground: z.boolean(),
  /** songs of the library are offered as influences while a prompt is typed */
  leanOnLibrary: z.boolean(),
  logLevel: z.enum(['debug', 'info', 'warning', 'error']),
  /** what models run on; `auto`: the fastest that works here */
  provider: z.union([z.literal('auto'), Provider]),
  /** processor threads of models; 0: as measured */
  inferenceThreads: z.number().int().min(0).max(64),
  /** gigabytes that models may hold; 0: half of the memory they run in */
  modelMemoryGigabytes: z.number().min(0).max(1024),
  /** no connection to the outside is opened, for anything */
  isSealed: z.boolean(),
  /** services elsewhere that answer in words */
  languageServices: ServiceChoices,
  /** dollars that questions to services may cost a day, estimated */
  languageDollarsPerDay: z.number().min(0).max(1_000),
  /** which keys do what */
  keyboard: KeyChoices,
  /** how the last song was exported */
  exportChoices: ExportChoices,
  /** in which studio songs are made */
  studio: StudioId,
  /** in which language prompts are said; `any`: whichever it sounds like */
  voiceLanguage: z.union([z.literal('any'), SpokenLanguage]),
  /** megabytes that loaded studios may take together */
  studioMemoryMegabytes: z.number().int().min(64).max(65_536),
}

export const Settings = z.object({
  variations: fields.variations.default(2),
  takes: fields.takes.default(2),
  melodyCandidates: fields.melodyCandidates.default(2),
  faultRetries: fields.faultRetries.default(1),
  crossfadeMilliseconds: fields.crossfadeMilliseconds.default(20),
  snap: fields.snap.default('bar'),
  editorPicture: fields.editorPicture.default('wave'),
  trashDays: fields.trashDays.default(30),
  reducedMotion: fields.reducedMotion.default('system'),
  contrast: fields.contrast.default('system'),
  textPercent: fields.textPercent.default(100),
  spokenDetail: fields.spokenDetail.default('brief'),
  renderThreads: fields.renderThreads.default(0),
  outputVolume: fields.outputVolume.default(0.85),
  outputDevice: fields.outputDevice.default('system'),
  meterTargetLufs: fields.meterTargetLufs.default(-14),
  listenInBackground: fields.listenInBackground.default(true),
  leanOnLibrary: fields.leanOnLibrary.default(true),
  logLevel: fields.logLevel.default('info'),
  provider: fields.provider.default('auto'),
  inferenceThreads: fields.inferenceThreads.default(0),
  modelMemoryGigabytes: fields.modelMemoryGigabytes.default(0),
  isSealed: fields.isSealed.default(false),
  languageServices: fields.languageServices.prefault({}),
  languageDollarsPerDay: fields.languageDollarsPerDay.default(1),
  keyboard: fields.keyboard.prefault({}),
  exportChoices: fields.exportChoices.prefault({}),
  studio: fields.studio.default('open'),
  voiceLanguage: fields.voiceLanguage.default('any'),
  studioMemoryMegabytes: fields.studioMemoryMegabytes.default(512),
})
export type Settings = z.output<typeof Settings>

/** What is not named stays as it is. Not `Settings.partial()`: zod fills defaults in there too, and one change would reset the rest. */
export const SettingsChange = z.object(fields).partial()
export type SettingsChange = z.output<typeof SettingsChange>

/** A stored setting that cannot be read. `path`: where what was stored is kept. */
export const UnreadableSetting = z.object({ name: Settings.keyof(), path: z.string().optional() })
export type UnreadableSetting = z.output<typeof UnreadableSetting>

/** One line of the health report that `segno doctor` prints and Settings shows. */
export const HealthCheck = z.object({ id: z.string(), name: z.string(), state: z.enum(['ok', 'warning', 'problem']), message: z.string() })
export type HealthCheck = z.output<typeof HealthCheck>

export const settings = {
  get: call({ input: NoInput, output: Settings }),
  unreadable: call({ input: NoInput, output: z.array(UnreadableSetting) }),
  update: call({ input: SettingsChange, output: Settings }),
  /** asks where, then writes the keyboard's keys into a small file that another studio can read */
  saveKeys: call({ input: NoInput, output: z.object({ fileName: z.string().optional() }), failures: ['disk.full', 'disk.read-only'] }),
  doctor: call({ input: NoInput, output: z.array(HealthCheck) }),
  changed: push(Settings),
} as const
