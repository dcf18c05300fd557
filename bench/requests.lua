-- Sends the requests of a file in turn: method, path, headers, body, by tabs. "@N@" becomes a fresh number.
local requests, n, run = {}, 0, "0"

function init(args)
  run = args[2]
  for line in io.lines(args[1]) do
    local method, path, headers, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local named = {}
    for name, value in headers:gmatch("([^\30\31]+)\30([^\31]*)") do
      named[name] = value
    end
    if body == "" then body = nil end
    local text = wrk.format(method, path, named, body)
    table.insert(requests, { text = text, fresh = text:find("@N@", 1, true) ~= nil })
  end
end

function request()
  local found = requests[n % #requests + 1]
  n = n + 1
  if found.fresh then
    return (found.text:gsub("@N@", string.format("%s%06d", run, n)))
  end
  return found.text
end

function done(summary, latency, _)
  local bad = summary.errors
  io.write(string.format(
    '{"rate": %.2f, "p50": %.3f, "p95": %.3f, "worst": %.3f, "refused": %d, "requests": %d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency.max / 1000, bad.status + bad.connect + bad.read + bad.write + bad.timeout, summary.requests))
end
