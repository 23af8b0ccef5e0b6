/**
 * The lease is a key with "fence holder" as its value. The fence grows with every taking, also after Redis has lost its
 * memory: it is never below Redis' own clock in ms.
 *
 * KEYS: lease, fence. ARGV: holder, lifetime in ms. Answers whether it is the holder's, and the fence.
 */
export const TAKE_LEASE = `
local value = redis.call('GET', KEYS[1])
if not value then
  local now = redis.call('TIME')
  local fence = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), now[1] * 1000 + math.floor(now[2] / 1000)) + 1
  local text = string.format('%.0f', fence)
  redis.call('SET', KEYS[2], text)
  redis.call('SET', KEYS[1], text .. ' ' .. ARGV[1], 'PX', ARGV[2])
  return {1, text}
end
local space = string.find(value, ' ', 1, true)
local fence, holder = string.sub(value, 1, space - 1), string.sub(value, space + 1)
if holder ~= ARGV[1] then return {0, fence} end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {1, fence}
`;

/** KEYS: lease. ARGV: holder. */
export const RELEASE_LEASE = `
local value = redis.call('GET', KEYS[1])
if value and string.sub(value, string.find(value, ' ', 1, true) + 1) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
`;

/** KEYS: lease, stream. ARGV: the lease's value as it must be, most entries, the entry. Answers 1 where it was added. */
export const PUBLISH = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], '*', 'e', ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[4])
return 1
`;
