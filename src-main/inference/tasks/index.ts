import { pickNotesAgain, transcribeNotes } from './basic-pitch/transcribe-notes.ts'
import { embedSound } from './clap/embed-sound.ts'
import { embedWords } from './clap/embed-words.ts'
import { separateStems } from './htdemucs/separate-stems.ts'
import { measureSpeed } from './measure-speed.ts'
import { mergeLoraFile } from './merge-lora.ts'
import { decodeToFile, encodePrompt, writeCodes } from './musicgen/index.ts'
import { nullTest } from './null-test.ts'
import { probeProvider } from './probe-provider.ts'
import { measureRestoration } from './super-resolution/measure-restoration.ts'
import { restoreBandwidth, widenRate } from './super-resolution/restore-bandwidth.ts'
import { inpaint } from './vampnet/inpaint.ts'
import { transcribeSpeech } from './whisper/transcribe-speech.ts'

/** Every task of the inference process, by name. A model is one file in this folder, one line here and one entry in models/catalog.json. */
export const inferenceTasks = {
  'hardware.probe': probeProvider,
  'hardware.speed': measureSpeed,
  'musicgen.encode': encodePrompt,
  'musicgen.write': writeCodes,
  'musicgen.decode': decodeToFile,
  'clap.embed-sound': embedSound,
  'clap.embed-words': embedWords,
  'lora.merge': mergeLoraFile,
  'stems.null-test': nullTest,
  'stems.separate': separateStems,
  'notes.transcribe': transcribeNotes,
  'notes.pick': pickNotesAgain,
  'speech.transcribe': transcribeSpeech,
  'vampnet.inpaint': inpaint,
  'super-resolution.restore': restoreBandwidth,
  'super-resolution.widen': widenRate,
  'super-resolution.measure': measureRestoration,
} as const
