# The earlier tool's first form: one severity, three times.
SLA_SETTINGS = {
    'LOW_SEVERITY': 1800,
    'MEDIUM_SEVERITY': 2700,
    'HIGH_SEVERITY': 3600,
    'HIGH_RISK_WORDS': ['CRITICAL']
}
SYSTEM_SETTINGS = {
    'SEVERITY_LEVEL': 2,
    'HIVE_SERVER_IP': 'hive.internal',
    'HIVE_API_KEY': os.environ['HIVE_KEY'],
}
TWILIO_SETTINGS = {'TWILIO_ENABLED': False, 'TWILIO_RTCP': '+447700900001', 'ACCOUNT_SID': '', 'AUTH_TOKEN': ''}
SLACK_SETTINGS = {'SLACK_ENABLED': False}
