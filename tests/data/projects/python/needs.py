import a_package_nobody_installed


def handler(event, context):
    return {"statusCode": 200}
