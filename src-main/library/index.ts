export { createTrackReader, type TrackReader } from './track-reader.ts'
export { cleanTitle } from './track-rows.ts'
export { createTrackWriters, type NewTake, type NewTrack, setCurrentTake, type TakeWriter, type TrackWriter } from './track-writer.ts'
