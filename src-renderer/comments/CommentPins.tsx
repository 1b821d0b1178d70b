import type { Comment } from '../../src-shared/comments/contract.ts'
import { clockTime } from '../words/index.ts'
import styles from './Comments.module.css'
import { useComments } from './comment-store.ts'

/** Pins over the waveform. `xOf`: where a moment (seconds) lies in the picture, px; `widthPx`: how wide that is. */
export const CommentPins = ({
  xOf,
  widthPx,
  onGoTo,
}: {
  readonly xOf: (seconds: number) => number
  readonly widthPx: number
  readonly onGoTo: (comment: Comment) => void
}) => {
  const list = useComments((state) => state.list)
  return (
    <div className={styles.pins}>
      {list.map((comment) => {
        const x = xOf(comment.startSeconds)
        const end = comment.endSeconds === undefined ? x : xOf(comment.endSeconds)
        if (end < 0 || x > widthPx) return null
        return (
          <button
            key={comment.id}
            type="button"
            tabIndex={-1}
            className={styles.pin}
            data-resolved={comment.resolvedAt !== undefined}
            style={{ left: Math.max(8, x), ['--span' as string]: `${Math.max(0, end - x)}px` }}
            title={`${clockTime(comment.startSeconds)} ${comment.body}`}
            aria-label={`Comment at ${clockTime(comment.startSeconds)}: ${comment.body}`}
            onClick={() => onGoTo(comment)}
          />
        )
      })}
    </div>
  )
}
