"""Settings of the earlier tool, in its last form."""
SLA_SETTINGS = {
    'THEHIVE_LEVEL1': {'ENABLED': False,
                       'LOW_SEVERITY': {'TIMER': 7200, 'NOTIFICATION_METHOD': ['SLACK_API']},
                       'MEDIUM_SEVERITY': {'TIMER': 10800, 'NOTIFICATION_METHOD': ['SLACK_API']},
                       'HIGH_SEVERITY': {'TIMER': 14400, 'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_SMS']},
                       'HIGH_RISK': {'NOTIFICATION_METHOD': []}},
    'THEHIVE_LEVEL2': {'ENABLED': True,
                       'LOW_SEVERITY': {'TIMER': 30 * 60, 'NOTIFICATION_METHOD': ['TWILIO_SMS']},
                       'MEDIUM_SEVERITY': {'TIMER': 2700, 'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_SMS']},
                       'HIGH_SEVERITY': {'TIMER': 3600, 'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_CALL']},
                       'HIGH_RISK': {'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_CALL']}},
    'THEHIVE_LEVEL3': {'ENABLED': True,
                       'LOW_SEVERITY': {'TIMER': 900, 'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_SMS']},
                       'MEDIUM_SEVERITY': {'TIMER': 1350, 'NOTIFICATION_METHOD': ['SLACK_API', 'TWILIO_CALL']},
                       'HIGH_SEVERITY': {'TIMER': 2700, 'NOTIFICATION_METHOD': ['TWILIO_ESC']},
                       'HIGH_RISK': {'NOTIFICATION_METHOD': ['TWILIO_CALL']}}
}

SYSTEM_SETTINGS = {
    'HIGH_RISK_WORDS': ['RANSOMWARE', 'EXFILTRATION'],
    'HIGH_RISK_WORDS_SEVERITY_LEVEL': 2,
    'LOOP_TIME': 90,
    'MAX_ALERT_DETECTION_ENABLED': True,
    'MAX_ALERT_DETECTION_AGE': 86400,
    'HIVE_SERVER_IP': '10.0.0.5',
    'HIVE_SERVER_PORT': 9000,
    'HIVE_FQDN': 'https://hive.example.org',
    'HIVE_API_KEY': 'hive-Key#0123456789',
    'LOG_FILE_LOCATION': 'sla.log',
    'COLOUR': 'blue'
}

FLASK_SETTINGS = {'ENABLE_WEBSERVER': True, 'FLASK_WEBSERVER_IP': '10.0.0.6', 'FLASK_WEBSERVER_PORT': 3000}

TWILIO_SETTINGS = {
    'TWILIO_ENABLED': True,
    'TWILIO_SENDER': '+15005550006',
    'TWILIO_RTCP': ['+44 7700 900001', '+447700900002', '+447700900001', '0000000'],
    'ACCOUNT_SID': 'AC0123456789abcdef0123456789abcdef',
    'AUTH_TOKEN': 'twilio-s3cret-token',
    'TWIMLET_URL': 'http://twimlets.example.org/echo?Twiml=%3CResponse%2F%3E'
}

SLACK_SETTINGS = {
    'SLACK_ENABLED': True,
    'SLACK_APP_TOKEN': 'xoxb-1111-s3cret',
    'SLACK_CHANNEL': 'C024BE91L',
    'SLACK_WEBHOOK_URL': 'https://hooks.example.org/s3cret'
}
