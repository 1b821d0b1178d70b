import type { PlannedAlbum } from '../../../../src-shared/library/albums-from-tags.ts'
import { Button, Dialog, ProgressBar, Skeleton } from '../../../elements/index.ts'
import { stopWalk, useHistory } from '../../../history/index.ts'
import { counted } from '../../../words/index.ts'
import { SongCover } from '../../grid/SongCover.tsx'
import styles from './TagAlbums.module.css'
import { closeTagAlbums, includeSingles, makeTagAlbums, useTagAlbums } from './tag-albums-store.ts'

const becomes = ({ albumId, added, songs }: PlannedAlbum): string => {
  if (albumId === undefined) return counted(songs, 'song')
  return `${counted(added, 'song')} ${added === 1 ? 'joins' : 'join'} the ${(songs - added).toLocaleString('en')} that are there`
}

const Row = ({ album }: { readonly album: PlannedAlbum }) => (
  <li className={styles.album}>
    <SongCover
      audioSha256={album.firstAudioSha256}
      coverSha256={album.coverSha256}
      seed={album.title}
      label={`Cover of ${album.title}`}
      className={styles.cover}
    />
    <div className={styles.words}>
      <p className={styles.title}>{album.title}</p>
      <p className={styles.detail}>{[album.by, becomes(album)].filter(Boolean).join(' · ')}</p>
    </div>
    <span className={styles.kind}>{album.albumId === undefined ? 'New' : 'Joined'}</span>
  </li>
)

const Plan = () => {
  const { plan, withSingles } = useTagAlbums()
  if (!plan)
    return (
      <p className={styles.waiting} role="status" aria-label="Looking at the album tags">
        <Skeleton />
      </p>
    )
  const { counts, albums } = plan
  const more = counts.made + counts.joined - albums.length
  return (
    <>
      {albums.length > 0 ? (
        <ul className={styles.albums}>
          {albums.map((album) => (
            <Row key={`${album.title} ${album.by}`} album={album} />
          ))}
        </ul>
      ) : (
        <p className={styles.nothing}>
          {counts.complete > 0
            ? `Nothing to make: ${counts.complete === 1 ? 'the album that these tags name has all its songs' : `all ${counts.complete.toLocaleString('en')} albums that these tags name have their songs`}.`
            : counts.singles > 0
              ? 'Each of these album tags is on one song only.'
              : 'None of these songs carries an album tag. Music files from shops and discs usually do; “Read tags from files” brings in what was added since.'}
        </p>
      )}
      {more > 0 && <p className={styles.more}>and {counted(more, 'album')} more</p>}
      {(counts.singles > 0 || withSingles) && (
        <label className={styles.singles}>
          <input type="checkbox" checked={withSingles} onChange={(event) => includeSingles(event.currentTarget.checked)} />
          Also where only one song has the tag{counts.singles > 0 && ` (${counts.singles.toLocaleString('en')})`}
        </label>
      )}
    </>
  )
}

/** What would be made of the album tags that songs brought along, seen before it is done. */
export const TagAlbumsDialog = () => {
  const { isOpen, isMaking, plan, selectionId } = useTagAlbums()
  const walk = useHistory((state) => state.walk)
  const count = plan ? plan.counts.made + plan.counts.joined : 0
  const onlyJoins = plan !== undefined && plan.counts.made === 0 && plan.counts.joined > 0
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => (isMaking ? undefined : closeTagAlbums())}
      width="wide"
      title="Albums from album tags"
      description={`One album for each album tag ${selectionId === undefined ? 'in the library' : 'of these songs'}, in the order of disc and number. An album that is there is joined.`}
      footer={
        isMaking ? (
          <>
            <ProgressBar label="Making albums" fraction={walk?.fraction ?? 0} />
            <Button onClick={() => walk && stopWalk(walk.stepId)}>Stop</Button>
          </>
        ) : (
          <>
            <Button onClick={closeTagAlbums}>{count > 0 ? 'Cancel' : 'Done'}</Button>
            {count > 0 && (
              <Button variant="primary" onClick={() => void makeTagAlbums()}>
                {onlyJoins ? `Add ${counted(plan.counts.songs, 'song')}` : `Make ${counted(plan?.counts.made ?? 0, 'album')}`}
              </Button>
            )}
          </>
        )
      }
    >
      {isOpen && <Plan />}
    </Dialog>
  )
}
