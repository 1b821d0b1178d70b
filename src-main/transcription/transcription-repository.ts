import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Transcription, TranscriptionDetail, TranscriptionId } from '../../src-shared/transcription/contract.ts'
import { HeardNote, NoteSettings } from '../../src-shared/transcription/notes.ts'
import type { Queries, TranscriptionRow } from '../platform/database/index.ts'

export type NewTranscription = Omit<TranscriptionDetail, 'noteCount'> & { readonly modelFingerprint: string; readonly publishKey: string }

/** Everything that decides which notes are heard. */
export type ListenFacts = Pick<NewTranscription, 'trackId' | 'audioSha256' | 'startSeconds' | 'endSeconds' | 'settings' | 'modelFingerprint'>

export type TranscriptionRepository = {
  /** newest first, without removed ones */
  list(trackId: TrackId): Promise<readonly Transcription[]>
  /** removed ones are found too */
  find(id: TranscriptionId): Promise<{ readonly detail: TranscriptionDetail; readonly modelFingerprint: string; readonly isRemoved: boolean } | undefined>
  /** the notes that an equal request has found before */
  findEqual(request: ListenFacts): Promise<TranscriptionId | undefined>
  /** Publishing under a key twice changes nothing; an id that is there gets new notes. */
  save(transcription: NewTranscription): Promise<void>
  setNotes(id: TranscriptionId, settings: NoteSettings, notes: readonly HeardNote[]): Promise<void>
  setProgram(id: TranscriptionId, program: number): Promise<void>
  setRemoved(id: TranscriptionId, removedAt: number | undefined): Promise<void>
  /** deletes for good what was removed before */
  purge(removedBefore: number): Promise<void>
}

const Notes = HeardNote.array()

const ofRow = (row: Omit<TranscriptionRow, 'notes_json'>): Transcription => ({
  id: row.id,
  trackId: row.track_id,
  audioSha256: row.audio_sha256,
  name: row.name,
  startSeconds: row.start_seconds,
  endSeconds: row.end_seconds,
  program: row.program,
  settings: NoteSettings.parse(JSON.parse(row.settings_json)),
  noteCount: row.note_count,
  createdAt: row.created_at,
})

export const createTranscriptionRepository = (db: Queries): TranscriptionRepository => ({
  async list(trackId) {
    const rows = await db
      .selectFrom('transcriptions')
      .selectAll()
      .where('track_id', '=', trackId)
      .where('removed_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute()
    return rows.map(ofRow)
  },
  async find(id) {
    const row = await db.selectFrom('transcriptions').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) return undefined
    const detail = { ...ofRow(row), notes: Notes.parse(JSON.parse(row.notes_json)) }
    return { detail, modelFingerprint: row.model_fingerprint, isRemoved: row.removed_at !== null }
  },
  async findEqual({ trackId, audioSha256, startSeconds, endSeconds, settings, modelFingerprint }) {
    const row = await db
      .selectFrom('transcriptions')
      .select('id')
      .where('track_id', '=', trackId)
      .where('audio_sha256', '=', audioSha256)
      .where('start_seconds', '=', startSeconds)
      .where('end_seconds', '=', endSeconds)
      .where('settings_json', '=', JSON.stringify(settings))
      .where('model_fingerprint', '=', modelFingerprint)
      .where('removed_at', 'is', null)
      .orderBy('created_at', 'desc')
      .executeTakeFirst()
    return row?.id
  },
  async save({ modelFingerprint, publishKey, notes, settings, ...facts }) {
    const heard = {
      settings_json: JSON.stringify(settings),
      notes_json: JSON.stringify(notes),
      note_count: notes.length,
      model_fingerprint: modelFingerprint,
      publish_key: publishKey,
    }
    const row = {
      id: facts.id,
      track_id: facts.trackId,
      audio_sha256: facts.audioSha256,
      name: facts.name,
      start_seconds: facts.startSeconds,
      end_seconds: facts.endSeconds,
      program: facts.program,
      created_at: facts.createdAt,
      removed_at: null,
      ...heard,
    }
    await db
      .insertInto('transcriptions')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(heard))
      .execute()
  },
  async setNotes(id, settings, notes) {
    await db
      .updateTable('transcriptions')
      .set({ settings_json: JSON.stringify(settings), notes_json: JSON.stringify(notes), note_count: notes.length })
      .where('id', '=', id)
      .execute()
  },
  async setProgram(id, program) {
    await db.updateTable('transcriptions').set({ program }).where('id', '=', id).execute()
  },
  async setRemoved(id, removedAt) {
    await db
      .updateTable('transcriptions')
      .set({ removed_at: removedAt ?? null })
      .where('id', '=', id)
      .execute()
  },
  async purge(removedBefore) {
    await db.deleteFrom('transcriptions').where('removed_at', '<', removedBefore).execute()
  },
})
