'use strict';

// Draws the results that are embedded in the page. When it is done, body[data-state] is "ready" and body[data-charts] the
// number of charts; if anything fails, body[data-state] says what.
window.addEventListener('error', event => { document.body.dataset.state = 'failed: ' + event.message; });

const results = JSON.parse(document.getElementById('results').textContent);
const report = document.getElementById('report');
const COLOURS = ['#d1495b', '#1b6ca8', '#5aa9e6', '#2a9d8f', '#8a5a44', '#3d3d3d', '#b784d8', '#e9a23b', '#9aa3b0', '#6b8e23'];
const SYMBOLS = ['circle', 'rect', 'emptyRect', 'triangle', 'diamond', 'pin', 'emptyCircle', 'emptyTriangle', 'emptyDiamond', 'roundRect'];
const WANTED_RECALL = 0.99;
const LEAST_RECALL = 0.8;
const LEAST_MISSED = 0.0001;
const SLOWEST_SHOWN = 0.001;
const engines = results.engines.map((engine, i) => ({ ...engine, colour: COLOURS[i % COLOURS.length], symbol: SYMBOLS[i % SYMBOLS.length] }));
const sizes = [...new Set(results.measurements.map(m => m.memories))].sort((a, b) => a - b);
const largest = sizes.at(-1);
const pending = [];

// ---- reading results

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function matches(parameters, wanted) {
  return Object.entries(wanted).every(([name, value]) => parameters[name] === String(value));
}

function find(work, engine, memories, metric, parameters = {}) {
  return results.measurements.filter(m => m.work === work && m.engine === engine && m.memories === memories
    && m.metric === metric && matches(m.parameters, parameters));
}

function value(...query) {
  const [found] = find(...query);
  return found ? median(found.samples) : undefined;
}

/** One point a value of ef: recall and the other metrics. */
function sweep(engine, memories) {
  return find('vector', engine, memories, 'recall').map(m => {
    const at = metric => value('vector', engine, memories, metric, m.parameters);
    return { ef: Number(m.parameters.ef), recall: median(m.samples), qps: at('per_second'), p50: at('p50'), p99: at('p99'), legQps: at('leg_per_second') };
  }).sort((a, b) => a.ef - b.ef);
}

/** The fastest setting that finds enough; the one that finds most where none does. */
function chosen(engine, memories) {
  const points = sweep(engine, memories);
  const enough = points.filter(point => point.recall >= WANTED_RECALL);
  return enough.length ? enough.reduce((a, b) => (a.qps >= b.qps ? a : b)) : points.sort((a, b) => b.recall - a.recall)[0];
}

// ---- writing the page

function element(parent, tag, text = '', properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.textContent = text;
  parent.append(made);
  return made;
}

function number(x, digits = 0) {
  return x === undefined ? '–' : x.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function table(head, rows, properties = {}) {
  const made = element(report, 'table', '', properties);
  if (head.length) {
    const row = element(made, 'tr');
    head.forEach(name => element(row, 'th', name));
  }
  rows.forEach(([own, ...cells]) => {
    const row = element(made, 'tr', '', { className: own ? 'own' : '' });
    cells.forEach(cell => element(row, 'td', cell));
  });
}

let grid;
function section(title, text) {
  element(report, 'h2', title);
  element(report, 'p', text);
  grid = undefined;
}

const short = x => x.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const log = (name, min) => ({ type: 'log', name, min, nameLocation: 'middle', nameGap: 48, minorSplitLine: { show: true }, axisLabel: { formatter: short } });
const linear = (name, more = {}) => ({ type: 'value', name, nameLocation: 'middle', nameGap: 48, scale: true, axisLabel: { formatter: short }, ...more });
// What is missed, on a log scale from right to left, labelled as recall: between 0.99 and 0.999 there is as much to see as between 0.9 and 0.99.
const recallAxis = { ...log('recall@10 (share)', LEAST_MISSED), max: 1 - LEAST_RECALL, inverse: true, axisLabel: { formatter: missed => (missed <= LEAST_MISSED ? '≈ 1' : String(1 - missed)) } };
const names = engines => ({ type: 'category', name: 'engine', nameLocation: 'start', inverse: true, data: engines.map(engine => engine.label), axisLabel: { fontSize: 11 } });
const below = axis => ({ ...axis, nameGap: 28 });

function chart(title, xAxis, yAxis, series) {
  const byEngine = yAxis.type === 'category';
  const drawn = series.filter(one => one.data.some(point => point !== undefined));
  if (!drawn.length) return;
  grid ??= element(report, 'div', '', { className: 'charts' });
  const place = element(grid, 'div', '', { className: 'chart' });
  pending.push([place, {
    animation: false,
    aria: { enabled: true },
    title: { text: title, textStyle: { fontSize: 14 } },
    tooltip: { trigger: byEngine ? 'axis' : 'item' },
    legend: { bottom: 0, itemHeight: 9, textStyle: { fontSize: 11 } },
    grid: { left: byEngine ? 170 : 70, right: 24, top: 48, bottom: byEngine ? 72 : 96 },
    xAxis: below(xAxis),
    yAxis,
    series: drawn,
  }]);
}

/** Once all places are there, because each one's width depends on its neighbours. */
function draw() {
  pending.forEach(([place, option]) => echarts.init(place, undefined, { renderer: 'svg' }).setOption(option));
  window.addEventListener('resize', () => pending.forEach(([place]) => echarts.getInstanceByDom(place).resize()));
}

function line(engine, name, data) {
  return { type: 'line', name, data, symbol: engine.symbol, symbolSize: 7, itemStyle: { color: engine.colour },
    lineStyle: { width: engine.key === 'mneme' ? 3 : 1.5 }, emphasis: { focus: 'series' } };
}

function bars(name, colour, data) {
  return { type: 'bar', name, data, itemStyle: { color: colour }, emphasis: { focus: 'series' } };
}

// ---- what is shown

function head() {
  element(report, 'h1', 'Mneme beside other engines');
  element(report, 'p', `${results.created}, commit ${results.commit}. Every figure is the median of rounds that went round the engines in turn; `
    + 'recall is checked against a scan of all vectors in the same run. Figures of other machines and other runs differ.');
  table([], [...Object.entries(results.machine), ...Object.entries(results.settings)].map(([name, text]) => [false, name, text]), { className: 'facts' });
  if (results.notes.length) {
    element(report, 'p', 'To know when reading the figures:');
    const list = element(report, 'ul');
    results.notes.forEach(note => element(list, 'li', note));
  }
}

function summary() {
  section('Summary', `${number(largest)} memories, one thread. Search by vector at the fastest setting whose recall@10 is at least ${WANTED_RECALL}, `
    + 'or at the best recall where none is.');
  table(['engine', 'ef', 'recall@10', 'searches/s', 'p50 (us)', 'p99 (us)', 'hybrid p50 (us)', 'hybrid p99 (us)', 'ingest/s', 'heap (B/memory)', 'resident (B/memory)', 'disk (B/memory)'],
    engines.map(engine => {
      const best = chosen(engine.key, largest) ?? {};
      const hybrid = metric => value('hybrid', engine.key, largest, metric, { threads: 1 });
      const memory = metric => value('memory', engine.key, largest, metric);
      return [engine.key === 'mneme', engine.label, best.ef ? number(best.ef) : '–', number(best.recall, 4), number(best.qps), number(best.p50), number(best.p99),
        number(hybrid('p50')), number(hybrid('p99')), number(value('load', engine.key, largest, 'per_second')),
        number(memory('heap')), number(memory('resident')), number(memory('disk'))];
    }));
  table(['engine', 'set up as'], engines.map(engine => [engine.key === 'mneme', engine.label, engine.settings]), { className: 'facts' });
}

function recallCurves() {
  section('Recall against speed', 'Search by vector, one thread, a point for each depth of search (ef). Higher and further right is better. Mneme hands out whole memories, the others ids; its dashed line is the search of vectors by itself. Engines that scan all vectors find everything at one speed, which is in the table above.');
  sizes.toReversed().forEach(size => chart(`Search by vector, ${number(size)} memories`, recallAxis, log('searches per second (1/s)'),
    engines.filter(engine => sweep(engine.key, size).some(point => point.ef > 0)).flatMap(engine => {
      const points = sweep(engine.key, size).filter(point => point.recall >= LEAST_RECALL);
      const curve = speed => points.filter(point => point[speed]).map(point => [Math.max(LEAST_MISSED, 1 - point.recall), point[speed]]);
      const alone = line(engine, `${engine.label}, vector leg alone`, curve('legQps'));
      return [line(engine, engine.label, curve('qps')), { ...alone, lineStyle: { ...alone.lineStyle, type: 'dashed' } }];
    })));
}

function distributions() {
  section('Latency', 'How long single searches take: the share of all searches that are done within a time.');
  const shares = results.quantiles;
  const curve = (work, engine, parameters) => results.distributions
    .filter(d => d.work === work && d.engine === engine && d.memories === largest && matches(d.parameters, parameters))
    .flatMap(d => d.micros.map((micros, i) => [Math.round((1 - shares[i]) * 1e6) / 1e6, micros])).filter(([more]) => more >= SLOWEST_SHOWN);
  // The share that takes longer, on a log scale from right to left, labelled as what is done: the slow end is what matters.
  const x = { ...log('share of searches (%)', SLOWEST_SHOWN), max: 1, inverse: true, axisLabel: { formatter: more => String(Math.round((1 - more) * 1e5) / 1e3) } };
  const y = log('time (us)');
  chart(`Search by words and vector, ${number(largest)} memories, 1 thread`, x, y, engines.map(engine => line(engine, engine.label, curve('hybrid', engine.key, { threads: 1 }))));
  chart(`Search by words and vector, ${number(largest)} memories, 2 threads`, x, y, engines.map(engine => line(engine, engine.label, curve('hybrid', engine.key, { threads: 2 }))));
  for (const threads of [1, 2]) {
    barsByEngine(`Search by words and vector, ${number(largest)} memories, ${threads} thread${threads > 1 ? 's' : ''}`, 'time (us)',
      ['p50', 'p90', 'p99'].map(metric => ['hybrid', metric, metric]), log, { threads });
  }
  throughput();
  chart(`Search by vector at recall@10 ≥ ${WANTED_RECALL}, ${number(largest)} memories, 1 thread`, x, y,
    engines.map(engine => line(engine, engine.label, curve('vector', engine.key, { ef: chosen(engine.key, largest)?.ef }))));
}

/** Searches a second by one and by two threads. */
function throughput() {
  const shown = engines.filter(engine => value('hybrid', engine.key, largest, 'per_second') !== undefined);
  chart(`Searches by words and vector a second, ${number(largest)} memories`, linear('searches per second (1/s)', { min: 0 }), names(shown),
    [1, 2].map(threads => bars(`${threads} thread${threads > 1 ? 's' : ''}`, COLOURS[threads - 1],
      shown.map(engine => value('hybrid', engine.key, largest, 'per_second', { threads })))));
}

function growth() {
  if (sizes.length < 2) return;
  section('Growth', 'What more memories cost.');
  const over = pick => engine => sizes.map(size => [size, pick(engine.key, size)]).filter(([, y]) => y !== undefined);
  const draw = (title, unit, pick) => chart(title, log('memories'), log(unit), engines.map(engine => line(engine, engine.label, over(pick)(engine))));
  draw(`Search by vector at recall@10 ≥ ${WANTED_RECALL}, p50`, 'time (us)', (engine, size) => chosen(engine, size)?.p50);
  draw('Search by words and vector, p50, 1 thread', 'time (us)', (engine, size) => value('hybrid', engine, size, 'p50', { threads: 1 }));
  draw('Taking everything in, until searchable', 'memories per second (1/s)', (engine, size) => value('load', engine, size, 'per_second'));
  draw('From open to the first answer', 'time (s)', (engine, size) => value('reopen', engine, size, 'open_to_first_answer'));
}

const KINDS = { uncorrelated: 'any queries, matches spread evenly', correlated: 'queries and matches close to one topic', opposed: 'queries close to a topic, matches far from it' };
function filters() {
  section('Filters', 'Search by vector among the memories that match a filter, for the share that matches. Recall below 1 for a filter with few matches means that hits are missing.');
  for (const [kind, text] of Object.entries(KINDS)) {
    const points = (engine, metric) => results.measurements
      .filter(m => m.work === 'filter' && m.engine === engine && m.metric === metric && m.parameters.filter === kind)
      .map(m => [Number(m.parameters.selectivity) * 100, median(m.samples)]).sort((a, b) => a[0] - b[0]);
    const draw = (what, axis, metric) => chart(`${what}: ${kind} filter (${text})`, log('memories that match (%)'), axis, engines.map(engine => line(engine, engine.label, points(engine.key, metric))));
    draw('Time, p50', log('time (us)'), 'p50');
    draw('Time, p99', log('time (us)'), 'p99');
    draw('Recall', linear('recall@10 (share)', { min: 0, max: 1 }), 'recall');
    draw('All hits there', linear('searches with all hits that exist (share)', { min: 0, max: 1 }), 'all_k_returned');
  }
}

function barsByEngine(title, unit, metrics, scale = linear, parameters = {}) {
  const shown = engines.filter(engine => metrics.some(([work, metric]) => value(work, engine.key, largest, metric, parameters) !== undefined));
  const axis = scale === linear ? linear(unit, { min: 0 }) : log(unit);
  chart(title, axis, names(shown), metrics.map(([work, metric, name], i) => bars(name, COLOURS[i], shown.map(engine => value(work, engine.key, largest, metric, parameters)))));
}

function resources() {
  section('Memory and disk', 'What a memory of 384 dimensions and a short text occupies. Heap is what is in use after garbage collection; resident is physical memory, mapped files that were touched included.');
  barsByEngine(`Occupied by a memory, ${number(largest)} memories`, 'bytes per memory', [['memory', 'heap', 'heap'], ['memory', 'resident', 'resident'], ['memory', 'disk', 'disk']]);
  barsByEngine('Allocated by a search', 'bytes per search', [['allocation', 'vector', 'by vector'], ['allocation', 'hybrid', 'by words and vector']], log);
  barsByEngine(`From open to the first answer, ${number(largest)} memories`, 'time (s)', [['reopen', 'open_to_first_answer', 'open and first answer']], log);
  barsByEngine(`Taking in ${number(largest)} memories, until searchable`, 'memories per second (1/s)', [['load', 'per_second', 'memories per second']]);
}

const OPERATIONS = [['store_one_', 'store one'], ['store_one_durable_', 'store one, on disk'], ['store_100_', 'store 100'], ['add_to_visible_', 'store one and find it'], ['get_', 'get by id'], ['words_', 'search by words'], ['vector_', 'search by vector']];
function operations() {
  section('Single operations', 'One thread, what is stored is searchable on return. “On disk” means that it survives a loss of power; Mneme’s always do, Lucene has to commit for it, the other two keep nothing on disk. Storing one and finding it is the latency from adding to visible, the search that finds it included.');
  barsByEngine('Time of one operation, p50', 'time (us)', OPERATIONS.map(([metric, name]) => ['operations', metric + 'p50', name]), log);
  barsByEngine('Time of one operation, p99', 'time (us)', OPERATIONS.map(([metric, name]) => ['operations', metric + 'p99', name]), log);
}

/** Which engines did not get through all operations of the most users. */
function cutOff() {
  const users = Math.max(...results.measurements.filter(m => m.work === 'users').map(m => Number(m.parameters.threads)));
  const done = engines.map(engine => [engine.label, value('users', engine.key, largest, 'search_operations', { threads: users }), value('users', engine.key, largest, 'store_operations', { threads: users })])
    .filter(([, searches, stores]) => searches < users * 1000 || stores < users * 1000)
    .map(([label, searches, stores]) => `${label} did ${number(searches)} searches and ${number(stores)} stores`);
  return done.length ? `${users} users of ${done.join('; ')}.` : `all did all.`;
}

function load() {
  section('Many at once', 'Searches beside writes by two threads, and up to 100 users at once, each with 1,000 operations, or as many as fit in the time that is given: ' + cutOff());
  for (const share of ['0.05', '0.5']) {
    barsByEngine(`${number(100 - share * 100)}% searches, ${number(share * 100)}% writes: time of an operation`, 'time (us)', [['mixed', 'p50', 'p50'], ['mixed', 'p90', 'p90'], ['mixed', 'p99', 'p99']], log, { writes: share });
  }
  const points = (engine, metric) => results.measurements.filter(m => m.work === 'users' && m.engine === engine && m.metric === metric)
    .map(m => [Number(m.parameters.threads), median(m.samples)]).sort((a, b) => a[0] - b[0]);
  const draw = (title, axis, metric) => chart(title, log('users'), axis, engines.map(engine => line(engine, engine.label, points(engine.key, metric))));
  draw('Searches by many users', log('searches per second (1/s)'), 'search_per_second');
  draw('Searches by many users, p99', log('time (us)'), 'search_p99');
  draw('Stores by many users', log('stores per second (1/s)'), 'store_per_second');
  draw('Stores by many users, p99', log('time (us)'), 'store_p99');
  draw('Failed searches', linear('failed (share)', { min: 0, max: 1 }), 'search_errors');
  draw('Failed stores', linear('failed (share)', { min: 0, max: 1 }), 'store_errors');
}

[head, summary, recallCurves, distributions, growth, filters, resources, operations, load, draw].forEach(part => part());
document.body.dataset.charts = pending.length;
document.body.dataset.state ??= 'ready';
