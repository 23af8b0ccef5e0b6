import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandLineError, readCommandLine } from '../../../../src/main/config/command-line';

describe('readCommandLine', () => {
  test('without flags the plant that was set up is shown', () => {
    expect(readCommandLine([])).toEqual({ plant: { kind: 'configured' } });
  });

  test('reads every flag, with a value behind it or behind an equals sign', () => {
    expect(readCommandLine(['--plant-url-file', 'plant.url', '--data=here', '--port', '8080'])).toEqual({
      plant: { kind: 'url-file', path: 'plant.url' },
      dataFolder: 'here',
      port: 8080,
    });
    expect(readCommandLine(['--demo'])).toEqual({ plant: { kind: 'demo' } });
    expect(readCommandLine(['--plant-from-env'])).toEqual({ plant: { kind: 'environment' } });
    expect(readCommandLine(['--kiosk'])).toEqual({ plant: { kind: 'configured' }, isKiosk: true });
  });

  test('switches of the runtime and of test drivers pass by', () => {
    const args = ['--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '--disable-gpu', '--lang=de', '--port=0'];
    expect(readCommandLine(args)).toEqual({ plant: { kind: 'configured' }, port: 0 });
  });

  test.each([
    [['--prot', '80'], '--prot'],
    [['--port', 'eighty'], 'whole number from 0 to 65535'],
    [['--port', '65536'], 'whole number from 0 to 65535'],
    [['--port', ''], 'whole number from 0 to 65535'],
    [['--data'], '--data'],
    [['stray'], 'stray'],
    [['--plant-from-env', '--plant-url-file', 'x'], 'give one of them'],
    [['--demo', '--plant-from-env'], '--plant-from-env and --demo each name a plant'],
  ])('%j is refused with a sentence that names the place', (args, part) => {
    expect(() => readCommandLine(args)).toThrow(CommandLineError);
    expect(() => readCommandLine(args)).toThrow(part);
  });

  test('any arguments are either read or refused as a CommandLineError', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('--port', '--data', '--port=1', '--', '-x'))),
        (args) => {
          try {
            readCommandLine(args);
          } catch (error) {
            expect(error).toBeInstanceOf(CommandLineError);
          }
        },
      ),
    );
  });
});
