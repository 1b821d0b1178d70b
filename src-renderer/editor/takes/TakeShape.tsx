import styles from './takes.module.css'

const SHAPES = [
  <circle key="1" cx="8" cy="8" r="6" />,
  <rect key="2" x="3" y="3" width="10" height="10" rx="1.5" transform="rotate(45 8 8)" />,
  <path key="3" d="M8 2.2 14.6 13.4H1.4Z" strokeLinejoin="round" />,
  <rect key="4" x="2.5" y="2.5" width="11" height="11" rx="2" />,
]

/** Each take has its own shape and its own hue, so that neither is needed to tell them apart. */
export const TakeShape = ({ number }: { readonly number: number }) => (
  <svg className={styles.shape} data-take={((number - 1) % 4) + 1} viewBox="0 0 16 16" aria-hidden="true">
    {SHAPES[(number - 1) % SHAPES.length]}
  </svg>
)
