/**
 * Every bound in Clew, in one table. A bound says what it protects and what happens when it is hit.
 * Sizes are bytes unless the name says otherwise; times are milliseconds.
 */
export const LIMITS = {
  // Values captured from a program, and values accepted by the server
  /** Nesting of a captured or received value. Deeper parts become a `$type: "Depth"` marker; JSON tools fail from ~5,000. */
  valueDepth: 64,
  /** Characters of one captured string. The rest is cut and the path is listed in `truncated`. */
  stringChars: 8_388_608,
  /** Bytes one captured input or output may take. What follows is cut and the path is listed in `truncated`. */
  valueBytes: 25_165_824,
  /** Bytes each member and item counts toward `valueBytes` beyond its own: whoever reads the value pays for its structure too. */
  valueItemBytes: 16,
  /** Numbers an all-number array may hold before it is captured as a summary (length and first numbers). */
  vectorItems: 64,
  /** First numbers kept of a summarised vector or typed array. */
  vectorPreview: 8,
  /** Characters of a span name. */
  nameChars: 512,
  /** Characters of a short text: model, provider, project, environment, session, user, one tag. */
  labelChars: 256,
  /** Tags of one span. */
  tags: 64,
  /** Keys of metadata, of attributes and of generationInfo, each, per span. */
  mapKeys: 512,
  /** Events of one received OpenTelemetry span, and links, each; later ones are left out and counted. */
  spanEvents: 1024,
  /** Characters of an error's message and of its stack, each. */
  errorChars: 32_768,
  /** Parts of an error's cause chain that are kept. */
  errorCauses: 8,
  /** Characters of the one-line preview of an input or output. */
  previewChars: 200,

  // The batch on the wire
  /** Bytes of one encoded batch before it is sent. A larger single record travels alone. */
  batchBytes: 1_048_576,
  /** Longest time a finished span waits in the buffer. */
  batchMs: 200,
  /** Characters of strings whose every repetition in a batch is found (keys, names, roles, models). Of longer ones, the latest are. */
  tableStringChars: 64,
  /** Records in one batch the decoder accepts. */
  batchRecords: 200_000,
  /** Characters a decoded batch may expand to through string references: 4x the largest body. */
  expandedChars: 268_435_456,

  // The SDK inside the user's program
  /** Encoded bytes waiting to be sent. Further spans are dropped and counted as `buffer_full`. */
  pendingBytes: 33_554_432,
  /** Longest time of one export request. */
  requestMs: 30_000,
  /** Tries after the first failed export request. */
  retries: 3,
  /** First wait before a retry; doubles, with jitter. */
  retryBaseMs: 200,
  /** Longest wait before a retry, also for Retry-After. */
  retryMaxMs: 10_000,
  /** Longest delay of a program's natural exit while spans are delivered. */
  exitMs: 500,
  /** Time a request may take before its batch, and what waits behind it, goes into the spool: a killed program loses no more. */
  stalledMs: 1000,
  /** Bytes of one spool file before the next is begun. Files are read whole and leave one by one. */
  spoolFileBytes: 4_194_304,
  /** Bytes of all spool files of a user. Beyond, the oldest file that no running program writes is dropped and counted. */
  spoolBytes: 268_435_456,
  /** Longest wait between two tries to send what is in the spool, unless the server asks for more. */
  spoolRetryMaxMs: 30_000,
  /** Longest wait for which a server may ask before the spool is tried again. */
  spoolRetryAfterMaxMs: 3_600_000,
  /** Time after which a spool file whose owner has neither written nor tried to send counts as left behind. */
  spoolIdleMs: 600_000,
  /** Lifetime of the process that sends the spool after a program was cut off. The next program sends what it leaves. */
  spoolSenderMs: 10_000,
  /** Traces held back at a time until it is known whether they are recorded. Further ones are left out and counted. */
  heldTraces: 256,
  /** Bytes held back of them in all. Further records of held traces are dropped and counted as `buffer_full`. */
  heldBytes: 16_777_216,
  /** First size of a held trace's buffer; it grows. */
  heldFirstBytes: 4096,
  /** Longest time a trace is held back; one that ends later is left out. */
  heldMs: 600_000,
  /** Time after which a program with open spans says that it lives, when it has sent nothing else. */
  heartbeatMs: 10_000,
  /** Stream chunks kept as parts of a span's output; later ones are counted only. */
  streamChunks: 100_000,
  /** First wait of `traceTool` before it tries a failed tool again; doubles. */
  toolRetryBaseMs: 500,
  /** Longest wait of `traceTool` between two tries. */
  toolRetryMaxMs: 5000,

  // Detection
  /** Characters judged from the start of a text. With `detectTailChars` it bounds the time of one look; the middle is reported as not checked. */
  detectHeadChars: 262_144,
  /** Characters judged from the end of a longer text. */
  detectTailChars: 65_536,
  /** Time one detector may take for one exchange. What it did not reach is reported as not checked. */
  detectMs: 250,
  /** Issues of one detector in one text; the least grave ones beyond are counted only. */
  issuesPerText: 100,

  // The server
  /** Body of an ingest request after decompression. Larger: 413. */
  bodyBytes: 67_108_864,
  /** Ingest bytes waiting for the writer. More: 503 with Retry-After. */
  queueBytes: 134_217_728,
  /** Items of one page, and the default. */
  pageSize: 100,
  pageSizeDefault: 20,
  /** Spans of one trace answered without content by one request. */
  traceSpans: 200_000,
  /** Characters of one input or output in a whole-trace answer; the span's own address has all of it. */
  traceContentChars: 2048,
  /** Characters of all contents together in a whole-trace answer; later spans come without. */
  traceContentTotalChars: 4_194_304,
  /** Groups of one stats answer, largest first. */
  statsGroups: 500,
  /** Live connections; more: 503. */
  liveClients: 256,
  /** Silence after which a live connection gets a comment, so that proxies keep it. */
  livePingMs: 15_000,
  /** Provider and model names whose prices the server remembers; then it starts over. Names come from outside. */
  pricedModels: 4096,
  /** Different models, and providers, listed for one trace; further names are left out of its row. */
  traceLabels: 64,
  /** Longest time a request may take to arrive whole; slower ones are closed. */
  receiveMs: 60_000,
  /** Longest time a closing server waits for running requests; then it cuts them off. */
  closeMs: 5000,
  /** Time between two events of one trace on a live connection; changes between them become one event. */
  liveCoalesceMs: 100,
  /** Bytes waiting for one live client; a client that reads slower is disconnected and may come again. */
  liveClientBytes: 1_048_576,
  /** Latency above which a span counts as slow. */
  slowMs: 1500,

  // The dashboard in the browser
  /** Time for which live events are gathered before the page takes them in, so that a burst is one repaint. */
  viewLiveMs: 250,
  /** Shortest time between two loads of a list whose order only the server knows. */
  viewReloadMs: 2000,
  /** Rows that live events may add to a list before it is loaded anew, so that a tab left open does not grow. */
  viewLiveRows: 1000,
  /** Lists whose scroll position is remembered for the way back. The oldest is forgotten first. */
  viewPlaces: 20,
  /** Characters of one text shown at first; a button shows the rest. */
  viewTextChars: 6000,
  /** Members of one array or object shown at first; a button shows more. */
  viewItems: 100,
} as const;
