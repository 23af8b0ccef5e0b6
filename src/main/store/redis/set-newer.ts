/**
 * Keeps a tile unless one that is as new or newer is there, and takes the lock away. Which is newer says the stored
 * tile's own header (see `tile-codec.ts`: its length at byte 8, JSON from byte 16); bytes that are no tile give way.
 *
 * KEYS: the tile, its lock. ARGV: bytes, asOfMs, lifetime in ms. Answers 1 where it was kept.
 */
export const SET_NEWER = `
local length = redis.call('GETRANGE', KEYS[1], 8, 11)
local isKept = true
if #length == 4 then
  local size = struct.unpack('<I4', length)
  if size > 0 and size <= 65536 then
    local isJson, header = pcall(cjson.decode, redis.call('GETRANGE', KEYS[1], 16, 15 + size))
    if isJson and type(header) == 'table' and type(header.asOfMs) == 'number' then
      isKept = header.asOfMs < tonumber(ARGV[2])
    end
  end
end
if isKept then redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3]) end
redis.call('DEL', KEYS[2])
return isKept and 1 or 0
`;

/** Takes a lock that is free, or the holder's already. KEYS: the lock. ARGV: holder, lifetime in ms. Answers 1 where it has it. */
export const TAKE_LOCK = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
`;
