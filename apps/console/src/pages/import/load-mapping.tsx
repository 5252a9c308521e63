import { useRef } from 'react'
import { Button, makeStyles } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload'

const useStyles = makeStyles({ file: { display: 'none' } })

/** A mapping that was downloaded another time. */
export function LoadMapping({ onLoad }: { readonly onLoad: (json: string) => void }) {
  const styles = useStyles()
  const file = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<ArrowUploadRegular />} onClick={() => file.current?.click()}>
        Load a mapping
      </Button>
      <input
        ref={file}
        className={styles.file}
        type="file"
        accept="application/json,.json"
        aria-label="A mapping as JSON"
        onChange={({ target }) => {
          const [chosen] = target.files ?? []
          target.value = ''
          if (chosen !== undefined) void chosen.text().then(onLoad)
        }}
      />
    </>
  )
}
