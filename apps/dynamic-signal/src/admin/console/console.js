// The admin console: one page per hash, each drawn from what the API says. Text is only ever set as text.

const main = document.getElementById('main')
const bar = document.getElementById('bar')
const perPage = 50

/** Makes an element: h('td', { class: 'mono' }, 'text', otherElement). Listeners are given as functions. */
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key, value)
    else if (value === true) element.setAttribute(key, '')
    else if (value !== false && value !== undefined) element.setAttribute(key, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

async function api(method, path, body) {
  const write =
    method === 'GET' ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) }
  const response = await fetch(`/admin/api${path}`, { method, ...write })
  const answer = response.status === 204 ? {} : await response.json()
  if (response.status === 401 && path !== '/sign-in') showSignIn()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

function when(text) {
  if (text === null || text === undefined) return '–'
  const time = h('time', { datetime: text, title: text })
  time.textContent = new Date(text).toLocaleString()
  return time
}

function state(user) {
  if (user.archived !== null) return h('span', { class: 'state faint' }, 'Archived')
  return user.active ? h('span', { class: 'state good' }, 'Active') : h('span', { class: 'state bad' }, 'Inactive')
}

function table(caption, heads, rows) {
  const head = h('tr', {}, ...heads.map((text) => h('th', { scope: 'col' }, text)))
  return h(
    'div',
    { class: 'scroll' },
    h('table', { 'aria-label': caption }, h('thead', {}, head), h('tbody', {}, ...rows)),
  )
}

/** A place for what went wrong; does something and shows its error there. */
function teller() {
  const place = h('p', { class: 'message bad', role: 'alert', hidden: true })
  const attempt = async (work) => {
    place.hidden = true
    try {
      await work()
    } catch (error) {
      place.textContent = error.message
      place.hidden = false
    }
  }
  return { place, attempt }
}

function copyButton(text) {
  const button = h('button', { type: 'button' }, 'Copy')
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
    setTimeout(() => (button.textContent = 'Copy'), 2000)
  })
  return button
}

// Sign in

function showSignIn() {
  bar.hidden = true
  const { place, attempt } = teller()
  const userName = h('input', { name: 'userName', autocomplete: 'username', required: true })
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true })
  const submit = (event) => {
    event.preventDefault()
    return attempt(async () => {
      await api('POST', '/sign-in', { userName: userName.value, password: password.value })
      await start()
    })
  }
  const form = h(
    'form',
    { submit },
    h('label', {}, 'User name', userName),
    h('label', {}, 'Password', password),
    h('button', { class: 'primary' }, 'Sign in'),
  )
  main.replaceChildren(h('section', { class: 'card narrow' }, h('h1', {}, 'Dynamic Signal'), form, place))
  userName.focus()
}

// Users

async function showUsers(parameters) {
  const search = parameters.get('search') ?? ''
  const active = parameters.get('active') ?? ''
  const startIndex = Number(parameters.get('startIndex') ?? 1)
  const query = new URLSearchParams({ search, startIndex, count: perPage, ...(active === '' ? {} : { active }) })
  const { users, totalResults } = await api('GET', `/users?${query}`)
  const to = (next) => `#users?${new URLSearchParams({ search, active, startIndex, ...next })}`

  const searchField = h('input', { type: 'search', value: search, class: 'wide' })
  const activeField = h(
    'select',
    {},
    ...[
      ['', 'All'],
      ['true', 'Active'],
      ['false', 'Inactive'],
    ].map(([value, text]) => h('option', { value, selected: value === active }, text)),
  )
  const ask = () => (location.hash = to({ search: searchField.value, active: activeField.value, startIndex: 1 }))
  activeField.addEventListener('change', ask)
  const submit = (event) => {
    event.preventDefault()
    ask()
  }
  const form = h(
    'form',
    { class: 'row', role: 'search', submit },
    h('label', {}, 'User name, display name or externalId', searchField),
    h('label', {}, 'Status', activeField),
    h('button', { class: 'primary' }, 'Search'),
  )

  const rows = users.map((user) =>
    h(
      'tr',
      {},
      h('td', {}, h('a', { href: `#user?id=${encodeURIComponent(user.id)}` }, user.displayName)),
      h('td', {}, user.userName),
      h('td', {}, user.externalId ?? '–'),
      h('td', {}, state(user)),
      h('td', {}, when(user.lastModified)),
    ),
  )
  const last = startIndex + users.length - 1
  const go = (label, index, allowed) =>
    h('button', { type: 'button', disabled: !allowed, click: () => (location.hash = to({ startIndex: index })) }, label)
  const pages = h(
    'div',
    { class: 'row' },
    go('Previous', Math.max(1, startIndex - perPage), startIndex > 1),
    go('Next', startIndex + perPage, last < totalResults),
    h('span', { class: 'faint' }, totalResults === 0 ? 'No users' : `${startIndex} to ${last} of ${totalResults}`),
  )
  const list =
    rows.length === 0
      ? h(
          'p',
          { class: 'empty' },
          search === '' ? 'No users yet. They arrive over SCIM.' : 'Nobody matches this search.',
        )
      : table('Users', ['Name', 'userName', 'externalId', 'Status', 'Last modified'], rows)
  main.replaceChildren(
    h('h1', {}, 'Users'),
    h('section', { class: 'card' }, form),
    h('section', { class: 'card' }, list, pages),
  )
}

async function showUser(parameters) {
  const user = await api('GET', `/users/${encodeURIComponent(parameters.get('id') ?? '')}`)
  const facts = [
    ['userName', user.userName],
    ['externalId', user.externalId ?? '–'],
    ['Status', state(user)],
    ['SCIM id', h('code', {}, user.id)],
    ['Created', when(user.created)],
    ['Last modified', when(user.lastModified)],
    ...(user.archived === null ? [] : [['Archived', when(user.archived)]]),
  ]
  const list = h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))
  main.replaceChildren(
    h('p', {}, h('a', { href: '#users' }, '‹ Users')),
    h('h1', {}, user.displayName),
    h(
      'section',
      { class: 'card' },
      list,
      h('h2', {}, 'Attributes'),
      h('pre', {}, JSON.stringify(user.resource, null, 2)),
    ),
    deletion(user),
  )
}

function deletion(user) {
  const { place, attempt } = teller()
  const confirm = h('input', { autocomplete: 'off', class: 'wide', spellcheck: 'false' })
  const button = h('button', { class: 'danger', disabled: true }, 'Delete permanently')
  confirm.addEventListener('input', () => (button.disabled = confirm.value !== user.userName))
  const submit = (event) => {
    event.preventDefault()
    return attempt(async () => {
      await api('DELETE', `/users/${encodeURIComponent(user.id)}`, { confirm: confirm.value })
      location.hash = '#users'
    })
  }
  return h(
    'section',
    { class: 'card' },
    h('h2', {}, 'Delete permanently'),
    h(
      'p',
      {},
      'This cannot be undone. While a provisioning service still manages the account, it will miss it and report it: ' +
        'unassign the person there, wait until the account is inactive, then delete it here.',
    ),
    h('form', { class: 'row', submit }, h('label', {}, `Type ${user.userName} to confirm`, confirm), button),
    place,
  )
}

// Admin > Advanced > API

async function showApi() {
  const [{ scimApiUrl }, { tokens }] = await Promise.all([api('GET', '/scim'), api('GET', '/tokens')])
  const address = h(
    'section',
    { class: 'card' },
    h('h2', {}, 'SCIM API URL'),
    h('p', { class: 'faint' }, 'Enter this as the Tenant URL of your provisioning service.'),
    h(
      'div',
      { class: 'row' },
      h('input', { class: 'wide mono', readonly: true, value: scimApiUrl, 'aria-label': 'SCIM API URL' }),
      copyButton(scimApiUrl),
    ),
  )
  const list = h('div', {})
  const draw = (all) => list.replaceChildren(tokenTable(all, async () => draw((await api('GET', '/tokens')).tokens)))
  draw(tokens)
  main.replaceChildren(
    h('p', { class: 'faint' }, 'Admin › Advanced'),
    h('h1', {}, 'API'),
    address,
    h(
      'section',
      { class: 'card' },
      h('h2', {}, 'Tokens'),
      newToken(async () => draw((await api('GET', '/tokens')).tokens)),
      list,
    ),
  )
}

function newToken(made) {
  const { place, attempt } = teller()
  const shown = h('div', {})
  const label = h('input', { required: true, maxlength: '100' })
  const expires = h(
    'select',
    {},
    ...[
      ['30', '30 days'],
      ['180', '180 days'],
      ['365', '1 year'],
      ['never', 'Never (not recommended)'],
    ].map(([value, text]) => h('option', { value, selected: value === '365' }, text)),
  )
  const submit = (event) => {
    event.preventDefault()
    return attempt(async () => {
      const expiresInDays = expires.value === 'never' ? null : Number(expires.value)
      const { token, warning } = await api('POST', '/tokens', { label: label.value, expiresInDays })
      label.value = ''
      shown.replaceChildren(
        h(
          'div',
          { class: 'secret', role: 'status' },
          h('p', {}, h('strong', {}, 'Copy the token now. It is not shown again.')),
          h(
            'div',
            { class: 'row' },
            h('input', { class: 'wide mono', readonly: true, value: token, 'aria-label': 'New token' }),
            copyButton(token),
          ),
          warning === undefined ? null : h('p', { class: 'message bad' }, warning),
        ),
      )
      await made()
    })
  }
  return h(
    'div',
    {},
    h(
      'form',
      { class: 'row', submit },
      h('label', {}, 'What it is for', label),
      h('label', {}, 'Expires after', expires),
      h('button', { class: 'primary' }, 'Generate New Token'),
    ),
    place,
    shown,
  )
}

function tokenTable(tokens, changed) {
  if (tokens.length === 0) return h('p', { class: 'empty' }, 'No tokens yet.')
  const rows = tokens.map((token) => {
    const isOver = token.expires !== null && new Date(token.expires) < new Date()
    const revoke = async () => {
      if (!window.confirm(`Revoke the token “${token.label}”? Whoever uses it is refused at once.`)) return
      await api('DELETE', `/tokens/${token.id}`)
      await changed()
    }
    const last =
      token.revoked !== null
        ? h('span', { class: 'faint' }, 'Revoked')
        : isOver
          ? h('span', { class: 'faint' }, 'Expired')
          : h('button', { type: 'button', class: 'danger', click: revoke }, 'Revoke')
    return h(
      'tr',
      {},
      h('td', {}, token.label),
      h('td', {}, h('code', {}, `${token.prefix}…`)),
      h('td', {}, token.owner),
      h('td', {}, when(token.created)),
      h('td', {}, token.expires === null ? 'Never' : when(token.expires)),
      h('td', {}, token.lastUsed === null ? 'Never' : when(token.lastUsed)),
      h('td', {}, last),
    )
  })
  return table('Tokens', ['Label', 'Token', 'Owner', 'Created', 'Expires', 'Last used', ''], rows)
}

// Activity

async function showActivity(parameters) {
  const path = parameters.get('path') ?? ''
  const method = parameters.get('method') ?? ''
  const before = parameters.get('before') ?? ''
  const asked = Object.entries({ limit: String(perPage), path, method, before }).filter(([, value]) => value !== '')
  const { activity } = await api('GET', `/activity?${new URLSearchParams(asked)}`)
  const to = (next) => `#activity?${new URLSearchParams({ path, method, ...next })}`

  const pathField = h('input', { type: 'search', value: path, class: 'wide' })
  const methodField = h(
    'select',
    {},
    ...['', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((value) =>
      h('option', { value, selected: value === method }, value === '' ? 'All' : value),
    ),
  )
  const ask = () => (location.hash = to({ path: pathField.value, method: methodField.value }))
  methodField.addEventListener('change', ask)
  const submit = (event) => {
    event.preventDefault()
    ask()
  }
  const rows = activity.map((entry) =>
    h(
      'tr',
      {},
      h('td', {}, when(entry.time)),
      h('td', {}, entry.method),
      h('td', { class: 'path' }, h('code', {}, readable(entry.path)), body(entry)),
      h(
        'td',
        {},
        h(
          'span',
          { class: entry.status < 400 ? 'good' : 'bad' },
          [entry.status, entry.scimType].filter(Boolean).join(' '),
        ),
      ),
      h('td', {}, `${entry.durationMs.toFixed(1)} ms`),
      h('td', {}, entry.tokenPrefix === null ? '–' : h('code', {}, `${entry.tokenPrefix}…`)),
    ),
  )
  const oldest = activity.at(-1)?.id
  const list =
    rows.length === 0
      ? h('p', { class: 'empty' }, 'No requests.')
      : table('Activity', ['Time', 'Method', 'Path', 'Status', 'Duration', 'Token'], rows)
  main.replaceChildren(
    h('h1', {}, 'Activity'),
    h(
      'section',
      { class: 'card' },
      h(
        'form',
        { class: 'row', role: 'search', submit },
        h('label', {}, 'Path contains', pathField),
        h('label', {}, 'Method', methodField),
        h('button', { class: 'primary' }, 'Search'),
      ),
    ),
    h(
      'section',
      { class: 'card' },
      list,
      h(
        'div',
        { class: 'row' },
        h('button', { type: 'button', disabled: before === '', click: () => (location.hash = to({})) }, 'Newest'),
        h(
          'button',
          { type: 'button', disabled: rows.length < perPage, click: () => (location.hash = to({ before: oldest })) },
          'Older',
        ),
      ),
    ),
  )
}

function body(entry) {
  if (entry.body === null) return null
  return h('details', {}, h('summary', { class: 'faint' }, 'Body'), h('pre', {}, indented(entry.body)))
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function readable(path) {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}

// Which page

const pages = { users: showUsers, user: showUser, api: showApi, activity: showActivity }

async function show() {
  const [name, query = ''] = location.hash.slice(1).split('?')
  const page = pages[name] ?? showUsers
  for (const link of bar.querySelectorAll('nav a')) {
    const isHere = pages[link.hash.slice(1)] === page || (page === showUser && link.hash === '#users')
    if (isHere) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  try {
    await page(new URLSearchParams(query))
  } catch (error) {
    if (!bar.hidden) main.replaceChildren(h('p', { class: 'bad', role: 'alert' }, error.message))
  }
}

async function start() {
  const me = await api('GET', '/me').catch(() => null)
  if (me === null) return showSignIn()
  bar.hidden = false
  document.getElementById('who').textContent = me.userName
  await show()
}

document.getElementById('sign-out').addEventListener('click', () => {
  void api('POST', '/sign-out').then(showSignIn)
})
window.addEventListener('hashchange', () => {
  void show()
})
await start()
