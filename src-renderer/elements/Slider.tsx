import { Slider as Base } from '@base-ui/react/slider'
import { classNames } from './class-names.ts'
import styles from './Slider.module.css'

export type SliderProps = {
  readonly label: string
  readonly value: number
  readonly min?: number
  readonly max?: number
  readonly step?: number
  /** what the value means, read aloud and shown on the right: "50 %" */
  readonly valueText?: string
  /** one plain sentence under the track */
  readonly hint?: string
  readonly isLabelHidden?: boolean
  readonly disabled?: boolean
  readonly className?: string | undefined
  readonly onChange: (value: number) => void
  readonly onCommit?: ((value: number) => void) | undefined
}

const single = (value: number | readonly number[]): number => (typeof value === 'number' ? value : (value[0] ?? 0))

export const Slider = ({
  label,
  value,
  min = 0,
  max = 1,
  step = 0.01,
  valueText,
  hint,
  isLabelHidden,
  disabled,
  className,
  onChange,
  onCommit,
}: SliderProps) => (
  <Base.Root
    value={value}
    min={min}
    max={max}
    step={step}
    disabled={disabled ?? false}
    thumbAlignment="edge"
    className={classNames(styles.root, className)}
    onValueChange={(next) => onChange(single(next))}
    onValueCommitted={(next) => onCommit?.(single(next))}
  >
    {!isLabelHidden && (
      <div className={styles.head}>
        <span className={styles.label}>{label}</span>
        {valueText && <span className={styles.value}>{valueText}</span>}
      </div>
    )}
    <Base.Control className={styles.control}>
      <Base.Track className={styles.track} data-fill>
        <Base.Indicator className={styles.indicator} />
        <Base.Thumb className={styles.thumb} aria-label={label} getAriaValueText={() => valueText ?? String(value)} />
      </Base.Track>
    </Base.Control>
    {hint && <p className={styles.hint}>{hint}</p>}
  </Base.Root>
)
