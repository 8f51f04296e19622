SLA_SETTINGS = {
    'THEHIVE_LEVEL3': {'ENABLED': True,
                       'LOW_SEVERITY': {'TIMER': 1800, 'NOTIFICATION_METHOD': ['SLACK_API']},
                       'MEDIUM_SEVERITY': {'TIMER': 2700, 'NOTIFICATION_METHOD': ['SLACK_API]},
                       'HIGH_SEVERITY': {'TIMER': 3600, 'NOTIFICATION_METHOD': ['SLACK_API']}}
}
SYSTEM_SETTINGS = {
    'HIGH_RISK_WORDS': ['URGENT']  # the comma went missing
    'HIGH_RISK_WORDS_SEVERITY_LEVEL': 3,
    'HIVE_SERVER_IP: '10.0.0.5',
    'HIVE_SERVER_PORT': 9000
    'HIVE_API_KEY': 'hive-key-0123456789
}
SLACK_SETTINGS = {
    'SLACK_ENABLED': True,
    'SLACK_CHANNEL': 'C024BE91L'  String: where it posts
}
