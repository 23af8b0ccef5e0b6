import { z } from 'zod';

// Our content policy forbids eval, and zod's probe for it would be reported as a violation on every screen.
z.config({ jitless: true });
