import type { Translated } from '../catalogue';
import type { status as english } from '../en/status';

export const status: Translated<typeof english> = {
  dataAsOf: '{{state}}, datos de {{moment}}',
  comesBack: 'Se restablece por sí solo.',
  connectingAppliance: 'Conectando con el equipo.',
  applianceAway: 'Equipo: esta pantalla no lo alcanza.',
  applianceLate: 'Equipo: responde con retraso.',
  plantPlace: 'Base de datos de planta: {{reason}}',
  sourcePlace: 'Equipo de origen: {{reason}}',
  answersLate: 'Responde con retraso.',
  answersNot: 'No responde.',
  preparing:
    'Se está preparando el histórico. Los gráficos se completan solos; los valores en vivo no se ven afectados.',
  preparingShare:
    'Se está preparando el histórico: {{percent}} %. Los gráficos se completan solos; los valores en vivo no se ven afectados.',
  sharePrepared: 'Parte preparada',
  waitAppliance: 'Conectando con el equipo…',
  waitPlant: 'Conectando con la base de datos de planta…',
  waitUnits: 'Leyendo las unidades de trabajo…',
  noUnits: 'Aún no hay unidades de trabajo',
  noUnitsYet: 'Cada una aparece aquí por sí sola antes de un minuto desde su primera muestra.',
  triedAgain: '{{reason}} Se reintenta automáticamente.',
  loadAgain: 'Cargar de nuevo',
  pairingCode: 'Código de emparejamiento',
  deleteDigit: 'Borrar',
  noKeyTitle: 'Esta dirección por sí sola no abre Taktline.',
  newAddress:
    'Pida una nueva al equipo: pulse Intro en el terminal donde se ejecuta y abra aquí, en menos de 60 s, la dirección que muestra (termina en #code=…).',
  usedTitle: 'Esta dirección ya se usó o tiene más de 60 s.',
  unknownTitle: 'El equipo ya no conoce esta pantalla.',
  tlsTitle: 'El código de emparejamiento solo se acepta por https.',
  tlsRemedy: 'Abra la dirección https del equipo.',
  wrongKeysTitle: 'Desde aquí llegaron demasiadas claves erróneas.',
  wrongKeysRemedy:
    'Espere un minuto. Pida una nueva al equipo: pulse Intro en el terminal donde se ejecuta y abra aquí, en menos de 60 s, la dirección que muestra (termina en #code=…).',
  outdatedTitle: 'El equipo se actualizó y esta página es más antigua.',
  outdatedRemedy: 'La página se recarga cada medio minuto; pulse «Cargar de nuevo» para hacerlo ya.',
  pairTitle: 'Empareje esta pantalla.',
  newCode:
    'En el equipo abra «Red» y pulse «Mostrar código»; sin ventana: npm run viewers -- pair NAME. Escriba aquí los ocho dígitos.',
  codeUsedTitle: 'El código es erróneo, ya se usó o tiene más de 5 min.',
  keyInvalidTitle: 'La clave de esta pantalla ya no es válida.',
  wrongCodesTitle: 'Se escribieron demasiados códigos erróneos.',
  wrongCodesRemedy:
    'Espere un minuto. En el equipo abra «Red» y pulse «Mostrar código»; sin ventana: npm run viewers -- pair NAME. Escriba aquí los ocho dígitos.',
};
