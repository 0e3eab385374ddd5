// Draws docs/guide/dashboard.svg: six panels from what a client's /metrics said, once a second.
//
// usage: node render.mjs SAMPLES > dashboard.svg
//
// SAMPLES holds expositions one after another, each behind a line `# at <seconds>`.
import { readFileSync } from 'node:fs';

const samples = readFileSync(process.argv[2], 'utf8').split(/^# at /m).slice(1).map((text) => {
  const [at, ...lines] = text.split('\n');
  const series = [];
  for (const line of lines) {
    const found = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!found) continue;
    const labels = Object.fromEntries([...(found[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map((m) => [m[1], m[2]]));
    series.push({ name: found[1], labels, value: Number(found[3]) });
  }
  return { at: Number(at), series };
});

const matches = (labels, wanted) => Object.entries(wanted).every(([name, want]) => want(labels[name] ?? ''));
const sum = (sample, name, wanted) =>
  sample.series.filter((s) => s.name === name && matches(s.labels, wanted)).reduce((all, s) => all + s.value, 0);
const values = (name, label) =>
  [...new Set(samples.flatMap((s) => s.series).filter((s) => s.name === name).map((s) => s.labels[label]))].sort();
const gauge = (name, wanted = {}) => samples.map((s) => [s.at, sum(s, name, wanted)]);
// Over the last few seconds, as rate(...[5s]) does.
const span = 5;
const rate = (name, wanted = {}) =>
  samples.slice(1).map((s, i) => {
    const before = samples[Math.max(0, i + 1 - span)];
    return [s.at, (sum(s, name, wanted) - sum(before, name, wanted)) / (s.at - before.at)];
  });
const quantile = (share) =>
  samples.slice(1).map((s, i) => {
    const before = samples[Math.max(0, i + 1 - span)];
    const name = 'partita_request_duration_seconds_bucket';
    const bounds = values(name, 'le').map(Number).sort((a, b) => a - b);
    const counts = bounds.map((le) => {
      const wanted = { le: (text) => (text === '+Inf' ? le === Infinity : Number(text) === le) };
      return sum(s, name, wanted) - sum(before, name, wanted);
    });
    const rank = share * counts.at(-1);
    const at = counts.findIndex((count) => count >= rank);
    const below = at > 0 ? counts[at - 1] : 0;
    const from = at > 0 ? bounds[at - 1] : 0;
    const to = Number.isFinite(bounds[at]) ? bounds[at] : from;
    const part = counts[at] > below ? (rank - below) / (counts[at] - below) : 1;
    return [s.at, 1000 * (from + (to - from) * part)];
  });

const is = (text) => (value) => value === text;
const requests = 'partita_request_duration_seconds_count';
const throttled = new Map();
for (const { labels } of samples.flatMap((s) => s.series).filter((s) => s.name === 'partita_throttled_total')) {
  const place = labels.index === '' ? labels.table : `${labels.table}/${labels.index}`;
  throttled.set(`${place} ${labels.kind}: ${labels.limit}`, labels);
}
const panels = [
  ['Requests a second', values(requests, 'operation').map((o) => [o, rate(requests, { operation: is(o) })])],
  ['Time of requests, ms', [['p99', quantile(0.99)], ['p50', quantile(0.5)]]],
  ['Failed requests a second, by outcome', values(requests, 'outcome').filter((o) => o !== 'ok')
    .map((o) => [o, rate(requests, { outcome: is(o) })])],
  ['Throttled attempts a second, by what and why', [...throttled].map(([name, labels]) => [name,
    rate('partita_throttled_total', Object.fromEntries(Object.entries(labels).map(([k, v]) => [k, is(v)])))])],
  ['Connections', [['most', gauge('partita_pool_max_connections')],
    ['in use', gauge('partita_pool_connections', { state: is('in_use') })], ['waiting', gauge('partita_pool_waiting')]]],
  ['Long reads under their bulkhead', [
    ['in flight', gauge('partita_bulkhead_requests', { class: is('long_reads'), state: is('in_flight') })],
    ['refused a second', rate('partita_bulkhead_refused_total', { class: is('long_reads') })]]],
];

const colours = ['#4269d0', '#d1495b', '#3ca951', '#b8860b', '#6c5b7b', '#2a9d8f'];
const [width, height, gap] = [440, 190, 20];
const escaped = (text) => text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
const nice = (most) => {
  const power = 10 ** Math.floor(Math.log10(most || 1));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most) ?? 1;
};
const draw = ([title, lines], number) => {
  const [x, y] = [gap + (number % 2) * (width + gap), 50 + Math.floor(number / 2) * (height + gap)];
  const [left, top, right, bottom] = [48, 30, width - 12, height - 40];
  const points = lines.flatMap(([, line]) => line);
  const most = nice(Math.max(...points.map(([, value]) => value), 0));
  const end = samples.at(-1).at;
  const px = (at) => left + ((right - left) * at) / end;
  const py = (value) => bottom - ((bottom - top) * value) / most;
  const out = [`<g transform="translate(${x},${y})">`,
    `<rect width="${width}" height="${height}" rx="4" fill="#fff" stroke="#d0d7de"/>`,
    `<text x="12" y="20" font-weight="600">${escaped(title)}</text>`];
  for (const share of [0, 0.5, 1]) {
    const at = py(most * share).toFixed(1);
    out.push(`<line x1="${left}" x2="${right}" y1="${at}" y2="${at}" stroke="#eaeef2"/>`,
      `<text x="${left - 6}" y="${at}" dy="4" text-anchor="end" fill="#57606a">${+(most * share).toPrecision(3)}</text>`);
  }
  lines.forEach(([name, line], i) => {
    const path = line.map(([at, value]) => `${px(at).toFixed(1)},${py(value).toFixed(1)}`).join(' ');
    const shift = left + (i * (right - left)) / Math.max(lines.length, 2);
    out.push(`<polyline points="${path}" fill="none" stroke="${colours[i % colours.length]}" stroke-width="1.6"/>`,
      `<rect x="${shift.toFixed(0)}" y="${height - 22}" width="10" height="10" fill="${colours[i % colours.length]}"/>`,
      `<text x="${(shift + 14).toFixed(0)}" y="${height - 13}">${escaped(name)}</text>`);
  });
  return [...out, '</g>'].join('\n');
};
const rows = Math.ceil(panels.length / 2);
console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width + 3 * gap}" height="${50 + rows * (height + gap)}" \
font-family="sans-serif" font-size="11" fill="#1f2328">
<rect width="100%" height="100%" fill="#f6f8fa"/>
<text x="${gap}" y="32" font-size="16" font-weight="600">Partita: one client, ${Math.round(samples.at(-1).at)} seconds</text>
${panels.map(draw).join('\n')}
</svg>`);
