import { Command } from '@commander-js/extra-typings'
import about from '../../package.json' with { type: 'json' }
import { addAgents } from './commands/agents.ts'
import { addAnalyse } from './commands/analyse.ts'
import { addComments } from './commands/comments.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEngines } from './commands/engines.ts'
import { addEnhance } from './commands/enhance.ts'
import { addFiles } from './commands/files.ts'
import { addGenerate } from './commands/generate.ts'
import { addHandoff } from './commands/handoff.ts'
import { addHardware } from './commands/hardware.ts'
import { addHistory } from './commands/history.ts'
import { addJobs } from './commands/jobs.ts'
import { addLibrary } from './commands/library.ts'
import { addLlm } from './commands/llm.ts'
import { addMarkers } from './commands/markers.ts'
import { addMemory } from './commands/memory.ts'
import { addMidi } from './commands/midi.ts'
import { addModels } from './commands/models.ts'
import { addNewTakes } from './commands/new-takes.ts'
import { addRights } from './commands/rights.ts'
import { addSimilar } from './commands/similar.ts'
import { addStems } from './commands/stems.ts'
import { addStudios } from './commands/studios.ts'
import { addTakes } from './commands/takes.ts'
import { addTracks } from './commands/tracks.ts'
import { addTranscribe } from './commands/transcribe.ts'
import { addVerify } from './commands/verify.ts'
import type { RestoreLibrary, RunCommand } from './outcome.ts'

/** Every command by name. The options here are read by whoever runs the program; they are declared for the help. */
export const createProgram = (run: RunCommand, restore: RestoreLibrary): Command => {
  const program = new Command('segno')
  program
    .description('Segno Studio without its window. TRACK is an id, a title, or the beginning of either.')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .option('--quiet', 'no progress on stderr')
    .option('--log-level <level>', 'debug, info, warning or error')
    .version(about.version, '--version', 'print the version')
    .helpOption('-h, --help', 'show how to use it')
    .showHelpAfterError('(--help shows how)')
    .exitOverride()
  for (const add of [
    addGenerate,
    addEngines,
    addStudios,
    addNewTakes,
    addEnhance,
    addTracks,
    addLibrary,
    addTakes,
    addHistory,
    addComments,
    addMarkers,
    addFiles,
    addHandoff,
    addRights,
    addStems,
    addMidi,
    addTranscribe,
    addVerify,
    addModels,
    addLlm,
    addJobs,
    addHardware,
    addAgents,
    addAnalyse,
    addSimilar,
    addMemory,
  ])
    add(program as Command, run)
  addDoctor(program as Command, run, restore)
  return program as Command
}
