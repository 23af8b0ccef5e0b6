import type { Translated } from '../catalogue';
import type { answers as english } from '../en/answers';

export const answers: Translated<typeof english> = {
  stoppedWhatWasDone: 'Detenido. Lo hecho queda y está registrado; al continuar se hace el resto.',
  everyStepIsDone: 'Todos los pasos están hechos y registrados.',
  whatMayDoIs:
    'Lo que {{role}} puede hacer está hecho. El resto está en el script para el DBA: haga que lo ejecute y planifique otra vez.',
  theDatabaseHasChanged: 'La base de datos ha cambiado entretanto: planifique otra vez y vea lo que queda.',
  keptByOpenedAt: 'Se guarda en {{description}}; se abre en cada inicio.',
  keptInWhoeverMay: 'Se guarda en {{description}}. Quien pueda usar los archivos de este usuario puede leerla.',
  keptNowhereAPerson:
    'No se guarda: alguien la escribe en esta ventana en cada inicio, también tras un corte de corriente.',
  nameThePlantFirst: 'Indique primero la planta: servidor, base de datos y usuario.',
  noLoginForDaily: 'No se eligió ningún usuario para el día a día; elija uno o siga con el suyo.',
  thisDesktopHasNo: 'Este escritorio no tiene llavero que pueda guardar la contraseña; elija otro lugar.',
  giveAPasswordFirst: 'Dé primero una contraseña a {{reader}}.',
  somethingIsBeingDone: 'Ya se está haciendo algo; espere o deténgalo primero.',
  somethingUnforeseenHappened: 'Ha ocurrido algo imprevisto: {{detail}}',
  thisPlanIsNot: 'Este plan no es el actual; mire el nuevo y confirme ese.',
  theTestWasStopped: 'Se detuvo la prueba.',
  savedAs: 'Guardado como {{path}}.',
  theSettingsOfAre: 'Se importaron los ajustes de {{path}}; no indican ninguna planta.',
  theSettingsOfAreImported: 'Se importaron los ajustes de {{path}}: dé la contraseña y pruebe la conexión.',
  keptIn: 'Se guarda en {{description}}.',
  everythingComesFromNow: 'Ahora todo viene de {{url}}.',
  giveAViewerToken: 'Indique una clave de pantalla, que emite ese equipo.',
  theViewerTokenOf: 'La clave de pantalla de {{url}}',
  thisDesktopHasNoKeyring: 'Este escritorio no tiene llavero; elija el archivo.',
  theCertificateFileCannot: 'El archivo de certificado {{caFile}} no se puede leer; elíjalo de nuevo.',
  handThePlantOver: 'Entregue primero la planta.',
  thisPlanNeedsNo: 'Este plan no necesita DBA.',
  lookAtWhatWould: 'Mire primero lo que se quitaría.',
  theSystemdCredential: 'la credencial de systemd {{name}}',
  theSystemdCredentialCannot:
    'La credencial de systemd {{name}} no se puede leer ({{code}}); revise LoadCredential del servicio.',
  theFileWhichIs: 'el archivo {{path}}, que es solo de este usuario',
  thePasswordFileMay:
    'Otros pueden leer el archivo de contraseña {{path}}: hágalo solo de este usuario (chown, chmod 600) y cambie la contraseña.',
  thePasswordFileCannot: 'El archivo de contraseña {{path}} no se puede leer ({{code}}); revise sus permisos.',
  thePasswordFileCannotBe: 'El archivo de contraseña {{path}} no se puede escribir ({{code}}); revise sus permisos.',
  thePasswordOf: 'La contraseña de {{user}}',
  isNotKeptHere: '{{what}} no se guarda aquí: debe estar en {{places}}.',
  theKeyringOfThis: 'el llavero del escritorio de este usuario',
  theSealedPasswordCannot: 'La contraseña sellada {{path}} no se puede leer; revise sus permisos.',
  theDesktopsKeyringDoes:
    'El llavero del escritorio no abre la contraseña guardada: desbloquéelo y reinicie, o configure la planta de nuevo.',
  theDesktopsKeyringCannot: 'El llavero del escritorio no puede guardar la contraseña; elija otro lugar.',
  thisDesktopHasNoKeyringIts:
    'Este escritorio no tiene llavero (su almacén es «basic_text»): lo que sella podría abrirlo cualquier programa de este usuario.',
  thisDesktopHasNoKeyringThat: 'Este escritorio no tiene ningún llavero que Taktline pueda usar.',
  theNetworkIsServed: 'Se sirve a la red.',
  thisComputerAloneIs: 'Solo se sirve a este equipo.',
  isOut: '{{name}} queda fuera.',
  thereIsNoRoot: 'No hay raíz: la red no se sirve con una autoridad propia.',
  thereIsANew: 'Hay una raíz nueva: instálela en cada pantalla.',
  somethingIsBeingDoneAlready: 'Ya se está haciendo algo; espere.',
  aTestIsBeing: 'Ya se está haciendo una prueba.',
  aProcessOfThe: 'Un proceso de la prueba de carga terminó por sí solo.',
  theCertificateFailed: 'El certificado falló: {{error}}.',
  inTheFolderOf:
    '{{name}} en la carpeta de secretos está dañado: repóngalo de una copia, o quítelo para que se cree uno nuevo.',
  theAppliancesRootEnds: 'La raíz del equipo termina el {{rootEndsMs}}: cree una nueva e instálela en cada pantalla.',
  theAppliancesRootWas:
    'La raíz del equipo se creó antes de que tuviera el nombre {{others}} y no responde por él: use otra dirección, o cree una raíz nueva e instálela en cada pantalla.',
  theKeyInDoes:
    'La clave de {{keyFile}} no corresponde al certificado de {{certificateFile}}: indique los dos que se crearon juntos.',
  theFileCannotBe: 'El archivo {{path}} ({{what}}) no se puede leer ({{code}}): revise su ruta y permisos.',
  holdsNoCertificateGive:
    '{{file}} no contiene ningún certificado: indique un archivo PEM que empiece por -----BEGIN CERTIFICATE-----.',
  theKeyInIs:
    'La clave de {{file}} está protegida por una frase, que nadie puede dar tras un corte de corriente: guárdela sin ella, legible solo por este usuario.',
  holdsNoPrivateKey:
    '{{file}} no contiene ninguna clave privada: indique el archivo PEM que corresponde al certificado.',
  theCertificateIsValid: 'El certificado solo es válido desde {{fromMs}}: revise el reloj de este equipo, o espere.',
  theCertificateEndedOn:
    'El certificado terminó el {{toMs}}: los navegadores lo rechazan; ponga uno nuevo en su archivo.',
  theCertificateEndsOn: 'El certificado termina el {{toMs}}: ponga antes uno nuevo en su archivo.',
  theCertificateIsFor:
    'El certificado es para {{names}}, ninguno de los cuales es de este equipo ({{ours}}): haga emitir uno para un nombre suyo, o añada el nombre como gateway.names.',
  noNameAtAll: 'ningún nombre',
  portOnIsIn: 'El puerto {{port}} en {{host}} lo usa otro programa: deténgalo o elija otro puerto (0 toma uno libre).',
  portOnMayNot: 'Este usuario no puede usar el puerto {{port}} en {{host}}: elija uno por encima de 1023.',
  thisMachineHasNo: 'Esta máquina no tiene la dirección {{host}}: escuche en 127.0.0.1 o en una que tenga.',
  theGatewayCannotListen: 'La pasarela no puede escuchar en {{host}}, puerto {{port}} ({{code}}): elija otro puerto.',
  theCertificateIsThe: 'El certificado es de la planta: lo renueva su autoridad.',
  thereAreKeysAlready: 'Ya hay {{most}} claves: revoque una que ya no se use.',
  theApplianceDoesNot: 'El equipo no tiene todos estos tramos.',
  theApplianceHasWaited: 'El equipo ha esperado en vano a la planta.',
  theApplianceDoesNotHave: 'El equipo no tiene este tramo.',
  thisRangeHoldsToo: 'Este intervalo contiene demasiadas muestras; pida uno más corto.',
  readingTheHistoryFailed: 'Falló la lectura del historial; el registro del equipo dice por qué.',
  thisRangeCannotBe: 'Este intervalo no se puede leer en {{resolution}}; pida uno más corto.',
  thePlantKeepsNo:
    'La planta no guarda agregados, y este intervalo contiene demasiadas muestras para calcularlos al leer; pida uno más corto, o haga crear agregados (npm run provision -- plan).',
  thePlantKeepsIt: 'La planta ya no lo conserva.',
  cannotBeWrittenChoose: 'No se puede escribir {{path}} ({{code}}); elija otro lugar.',
  cannotBeReadChoose: 'No se puede leer {{path}} ({{why}}); elija otro archivo.',
  itIsFarTooLarge: 'es demasiado grande',
  itIsLongerThan: 'Ocupa más de 1 GB; elija un tiempo más corto o una resolución más gruesa.',
  theFileIsNot: 'El archivo ya no está abierto; guárdelo de nuevo.',
  thisStatementIsNot: 'Esta consulta ya no se recuerda, o tiene demasiados parámetros para repetirla.',
  copied: 'Copiado.',
  calendarNotWritable:
    '{{user}} no puede escribir el calendario de la planta. Indique en la configuración un usuario que pueda, pruébelo y vuelva.',
  calendarNoTable:
    'La planta no tiene una tabla de calendario que {{user}} pueda leer. Planifique y aplique primero la configuración.',
  calendarBehind: 'Guardado en los ajustes de este equipo; el calendario de la planta va antes.',
  calendarKept: 'Guardado en los ajustes de este equipo; cuenta desde ahora.',
  calendarInPlant: 'Guardado en la planta; sus equipos lo siguen en medio minuto.',
  keptForNextStart: 'Guardado; cuenta desde el próximo arranque de Taktline.',
  settingsUnreadable: 'No se puede leer el archivo de ajustes {{path}} ({{code}}); revise sus permisos.',
  settingsNoObject: 'El archivo de ajustes {{path}} no es un objeto JSON y se dejó como está; corríjalo o quítelo.',
  settingsNoJson:
    'El archivo de ajustes {{path}} no es JSON válido: {{detail}}. Corríjalo, o quítelo para usar los valores predeterminados.',
  settingsWrong:
    'En el archivo de ajustes {{path}} el valor de {{place}} es erróneo: {{why}}. Corríjalo, o borre la línea para usar el valor predeterminado.',
};
