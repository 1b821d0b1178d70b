import {
  AudioLines,
  AudioWaveform,
  CopyPlus,
  Disc3,
  Download,
  FileInput,
  FileOutput,
  Fingerprint,
  FolderOpen,
  Heart,
  HeartOff,
  Info,
  Layers,
  ListPlus,
  Pencil,
  PencilLine,
  Play,
  RotateCcw,
  Scale,
  Send,
  SlidersHorizontal,
  Sparkle,
  Split,
  Tag,
  ThumbsDown,
  Trash2,
} from 'lucide-react'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { capsOf } from '../actions/index.ts'
import type { MenuItem } from '../elements/index.ts'
import { askToEnhance } from '../enhancement/index.ts'
import { askToExport, askToHandOff } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import { askForRights } from '../rights/index.ts'
import { askToSplit } from '../separation/index.ts'
import { soundsLike } from '../similarity/index.ts'
import { addToAlbum, createAlbum, useAlbums } from './albums/albums-store.ts'
import { openTagAlbums } from './albums/from-tags/tag-albums-store.ts'
import { openBatchEdit } from './batch/batch-store.ts'
import { areTooMany, type Chosen, countOf, isEverything } from './chosen-songs.ts'
import { askToDelete } from './deletion.ts'
import { askForFacts } from './facts/facts-store.ts'
import { libraryActions, songListActions } from './library-actions.ts'
import { askForTags, toggleDisliked } from './marks/mark-deeds.ts'
import { askForFileTags } from './tags/file-tags-store.ts'
import { exportStems, restoreTracks, setFavourite, showInFolder, trashTracks, verifyTrack } from './track-deeds.ts'
import { playTrack } from './track-source.ts'

const caps = (name: keyof typeof libraryActions.actions) => capsOf(libraryActions, name)
const fromItsPlan = ({ id: trackId }: Track): readonly MenuItem[] => [
  { label: 'Change the plan…', icon: <SlidersHorizontal />, onSelect: () => goTo({ place: 'create', from: { trackId, keep: 'plan and seed' } }) },
  { label: 'More like this', icon: <CopyPlus />, onSelect: () => goTo({ place: 'create', from: { trackId, keep: 'plan' } }) },
]

const withFiles = (chosen: Chosen, deed: (ids: readonly TrackId[]) => void): void => {
  if (!areTooMany(chosen, 'taken') && !isEverything(chosen)) deed(chosen)
}

/** for songs that came from a file; where not all are loaded, some may have */
export const fileTagItems = (tracks: readonly Track[], ids: Chosen): readonly MenuItem[] =>
  countOf(ids) === tracks.length && tracks.every(({ origin }) => origin === 'generated')
    ? []
    : [
        {
          label: `Write tags to ${countOf(ids) === 1 ? 'the file' : 'files'}…`,
          icon: <FileOutput />,
          onSelect: () => withFiles(ids, (some) => askForFileTags('write', some)),
        },
        {
          label: `Read tags from ${countOf(ids) === 1 ? 'the file' : 'files'}…`,
          icon: <FileInput />,
          onSelect: () => withFiles(ids, (some) => askForFileTags('read', some)),
        },
      ]

/** What right-click and the row's menu offer for these songs; `more` is put in the middle by the list that shows them. */
export const trackMenu = (
  tracks: readonly Track[],
  context: {
    readonly list: readonly Track[]
    readonly isTrash: boolean
    readonly onRename?: (track: Track) => void
    readonly more?: readonly MenuItem[]
    /** every song that is meant, where not all of them are loaded; `tracks` are those that are */
    readonly allIds?: Chosen
    readonly onExport?: () => void
  },
): readonly MenuItem[] => {
  const [track] = tracks
  if (!track) return []
  const ids = context.allIds ?? tracks.map((one) => one.id)
  const count = countOf(ids)
  const exportThem = context.onExport ?? (() => askToExport(tracks))
  if (context.isTrash)
    return [
      { label: 'Restore', icon: <RotateCcw />, keys: caps('restore'), onSelect: () => void restoreTracks(ids) },
      { label: 'Delete for good…', icon: <Trash2 />, keys: caps('trash'), isDanger: true, onSelect: () => askToDelete(tracks, ids) },
    ]
  const areFavourites = tracks.every((one) => one.isFavourite)
  const { albums } = useAlbums.getState()
  const { onRename: rename } = context
  const single: readonly MenuItem[] =
    count > 1
      ? []
      : [
          { label: 'Play', icon: <Play />, keys: capsOf(songListActions, 'play'), onSelect: () => void playTrack(track, context.list) },
          { label: 'Open in the editor', icon: <AudioLines />, keys: caps('edit'), onSelect: () => goTo({ place: 'editor', trackId: track.id }) },
          ...(rename ? [{ label: 'Rename', icon: <Pencil />, keys: caps('rename'), onSelect: () => rename(track) }] : []),
          'separator',
          {
            label: 'Find what sounds like this',
            icon: <AudioWaveform />,
            onSelect: () => {
              goTo({ place: 'library', view: 'all' })
              void soundsLike(track)
            },
          },
          ...(track.origin === 'generated' ? fromItsPlan(track) : []),
          'separator',
          { label: 'Split into stems…', icon: <Split />, onSelect: () => void askToSplit({ trackId: track.id, title: track.title }) },
          { label: 'Restore the treble…', icon: <Sparkle />, onSelect: () => void askToEnhance({ trackId: track.id, title: track.title }) },
          ...(track.origin === 'generated' ? [{ label: 'Make again and compare', icon: <Fingerprint />, onSelect: () => void verifyTrack(track.id) }] : []),
          'separator',
          { label: 'Export…', icon: <Download />, keys: caps('export'), onSelect: () => askToExport(tracks) },
          { label: 'Export stems…', icon: <Layers />, onSelect: () => void exportStems(track.id) },
          { label: 'Hand off to a DAW…', icon: <Send />, keys: caps('handOff'), onSelect: () => askToHandOff(track.id, track.title) },
          { label: 'Rights and origin…', icon: <Scale />, onSelect: () => void askForRights({ trackId: track.id, title: track.title }) },
          { label: 'Facts of the song…', icon: <Info />, onSelect: () => void askForFacts(track.id) },
          { label: 'Show in folder', icon: <FolderOpen />, onSelect: () => void showInFolder(track.id) },
          'separator',
        ]
  const several: readonly MenuItem[] =
    count > 1 ? [{ label: `Export ${count.toLocaleString('en')} songs…`, icon: <Download />, keys: caps('export'), onSelect: exportThem }, 'separator'] : []
  return [
    ...single,
    ...several,
    {
      label: areFavourites ? 'Remove from favourites' : 'Add to favourites',
      icon: areFavourites ? <HeartOff /> : <Heart />,
      keys: caps('favourite'),
      onSelect: () => void setFavourite(ids, !areFavourites),
    },
    { label: 'Tags and mood…', icon: <Tag />, keys: caps('tags'), onSelect: () => askForTags(tracks, ids) },
    ...fileTagItems(tracks, ids),
    { label: 'Dislike, or not', icon: <ThumbsDown />, keys: caps('dislike'), onSelect: () => void toggleDisliked(ids, tracks) },
    ...(count > 1
      ? [
          {
            label: `Edit ${count.toLocaleString('en')} songs…`,
            icon: <PencilLine />,
            keys: caps('batch'),
            onSelect: () => void openBatchEdit(ids),
          },
        ]
      : []),
    ...(context.more ?? []),
    'separator',
    ...albums.slice(0, 8).map((album): MenuItem => ({ label: `Add to ${album.title}`, icon: <ListPlus />, onSelect: () => void addToAlbum(album, ids) })),
    ...(count > 1 && (count > tracks.length || tracks.some(({ album }) => album !== undefined))
      ? [{ label: 'Make albums from album tags…', icon: <Disc3 />, onSelect: () => void openTagAlbums(ids) }]
      : []),
    {
      label: 'Add to a new album',
      icon: <ListPlus />,
      onSelect: () => void createAlbum('New album', ids).then((album) => album && goTo({ place: 'albums', albumId: album.id })),
    },
    'separator',
    { label: 'Move to the trash', icon: <Trash2 />, keys: caps('trash'), isDanger: true, onSelect: () => void trashTracks(ids) },
  ]
}
