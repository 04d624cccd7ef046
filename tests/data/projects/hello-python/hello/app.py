import json


def lambda_handler(event, context):
    name = json.loads(event["body"])["name"]
    return {"statusCode": 200, "body": f"hello {name} from {context.function_name.rsplit('-', 1)[-1]}"}
