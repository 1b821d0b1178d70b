import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { FollowJobs } from './follow-jobs.ts'
import type { StudioServices } from './studio-services.ts'

/**
 * What a command found: one JSON document for programs, some lines for people. `failure` says that it was not a success although there
 * is something to show (two of three files imported).
 */
export type Outcome = { readonly json: object; readonly text: string; readonly failure?: Failure | undefined }

/** What a command has to work with. `folder` is where relative paths start. */
export type CommandLine = { readonly studio: StudioServices; readonly follow: FollowJobs; readonly folder: string }

export type Command = (line: CommandLine) => Promise<Outcome>
/** Brings a damaged library back from its backup, and prints what was done. The studio is not open meanwhile. */
export type RestoreLibrary = () => Promise<void>
/** Opens the studio, runs the command, prints its outcome and closes. */
export type RunCommand = (command: Command) => Promise<void>
