import type { Command as Program } from '@commander-js/extra-typings'
import { hearFile } from '../hear-file.ts'
import { language } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'

export const addTranscribe = (program: Program, run: RunCommand): void => {
  program
    .command('transcribe <file>')
    .description('write down what is said in a sound file; needs a speech model (segno models pull whisper-base)')
    .option('--language <code>', 'two letters, like en or de; without it, the language is heard', language)
    .option('--model <id>', 'whisper-base, whisper-tiny or another installed speech model')
    .action((file, options) =>
      run(async (line) => {
        const speech = await hearFile(line, file, { language: options.language, modelId: options.model })
        return { json: speech, text: speech.text === '' ? 'Nobody speaks in this file.' : speech.text }
      }),
    )
}
