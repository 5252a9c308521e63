/** One or two letters on a coloured ground. Nobody's trademark. */
export type Icon = { readonly initials: string; readonly color: `#${string}` }

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The icon as an SVG picture; `title` is what a screen reader says. */
export function svgOf({ initials, color }: Icon, title: string): string {
  const text = (value: string): string => value.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? '')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" role="img" aria-label="${text(title)}">`,
    `<rect width="48" height="48" rx="10" fill="${text(color)}"/>`,
    '<text x="24" y="24" fill="#fff" font-family="system-ui, sans-serif" font-size="20" font-weight="600"',
    ` text-anchor="middle" dominant-baseline="central">${text(initials)}</text></svg>`,
  ].join('')
}
